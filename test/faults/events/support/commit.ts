import { subjectRepository } from '../../../../services/subject-service/src/generated/subject/repository.ts';
import type { Subject } from '../../../../services/subject-service/src/generated/subject/types.ts';
import type { Database, Transaction } from '../../../../shared/database/index.ts';
import { type CloudEvent, eventsOf } from '../../../../shared/events/index.ts';
import { create, type Repository, revise } from '../../../../shared/repository/index.ts';

/** What an event does to its consumer. */
export type Mark = 'poison' | 'deadly';

export interface Change {
  readonly mark?: Mark;
  /** Of the event's schema; 1 unless said otherwise. */
  readonly schema?: number;
  /** Before the commit, once all is written; what it throws undoes it. */
  readonly within?: (transaction: Transaction) => Promise<void>;
}

/** Types of all events of a fleet's orders, in one version of their schemas. */
export function typesOf(fleet: string, schema = 1): string[] {
  return ['created', 'updated'].map((verb) => `${fleet}.orders.order.${verb}.v${schema}`);
}

const LEDGER = { name: 'ledger', text: 'INSERT INTO ledger (id, aggregate, version) VALUES ($1, $2, $3)' };

/** Changes aggregates as commands do: each change, its event and its entry in the ledger are one transaction. */
export class Committer {
  readonly #database: Database;
  readonly #orders: Repository<Subject>;
  readonly #events: ReturnType<typeof eventsOf<Subject>>;

  constructor(database: Database, fleet: string) {
    this.#database = database;
    this.#orders = subjectRepository(database);
    this.#events = eventsOf<Subject>({ fleet, service: 'orders', entity: 'order' });
  }

  /** The next version of an aggregate. @returns its event, committed */
  async commit(aggregate: number, change: Change = {}): Promise<CloudEvent> {
    for (;;) {
      try {
        return await this.#database.transaction((transaction) => this.#write(transaction, aggregate, change));
      } catch (error) {
        // Another has made it at the same moment.
        if ((error as { code?: string }).code !== 'unique_violation') throw error;
      }
    }
  }

  async #write(transaction: Transaction, aggregate: number, { mark, schema = 1, within }: Change): Promise<CloudEvent> {
    const id = `00000000-0000-7000-8000-${String(aggregate).padStart(12, '0')}`;
    const current = await this.#orders.lock(id, transaction);
    const fields = { name: `version ${(current?.version ?? 0) + 1}`, description: mark ?? null };
    const order = current
      ? revise(current, fields)
      : create({ code: `order ${aggregate}`, credits: null, ...fields }, id);
    const { type, ...rest } = this.#events[current ? 'updated' : 'created'](order);
    const event = { ...rest, type: type.replace(/v1$/, `v${schema}`) };
    if (current) await this.#orders.update(order, event, transaction);
    else await this.#orders.insert(order, event, transaction);
    await transaction.query(LEDGER, [event.id, id, order.version]);
    await within?.(transaction);
    return event;
  }
}
