import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../../shared/database/index.ts';
import { type CloudEvent, connectBroker, type EventBroker, UNROUTED } from '../../../../shared/events/index.ts';
import { type StartedDatabase, until } from '../../../../shared/testing/index.ts';
import { readableLog } from '../../../support/log.ts';
import { type Change, Committer, typesOf } from './commit.ts';
import { Member } from './member-process.ts';
import type { ConsumeOptions, ProduceOptions, RelayFall } from './parts.ts';
import { type Books, FAULTLESS, type Report, reconcile } from './reconcile.ts';
import { countOf, createBilling, createOrders, effectsOf, ledgerOf } from './tables.ts';

/** On a busy machine; what takes longer never comes. */
export const PATIENT = { withinMs: 60_000 };

const LOOK_MS = 50;

/** Bytes that a process's heap may grow by: code, connections, statements, windows; not the events of an outage. */
const MAX_GROWTH = 48 * 1024 * 1024;

interface Audit extends Report {
  /** Events that have not arrived, or not left. */
  readonly underWay: number;
  /** Bytes on the heap of processes that hold more than they should. */
  readonly grown: readonly number[];
}

/** All committed events have taken effect, once and in order, nothing is under way, and nobody keeps any of it. */
export const NOTHING_WRONG: Audit = { ...FAULTLESS, underWay: 0, grown: [] };

export interface Role {
  readonly produce?: ProduceOptions;
  readonly relay?: RelayFall;
  readonly consume?: Partial<ConsumeOptions>;
  /** Where it finds the broker, if that is not where all find it. */
  readonly brokerUrl?: string;
}

/** What a case stands on. */
interface Ground {
  readonly fleet: string;
  readonly brokerUrl: string;
  readonly urls: { readonly orders: string; readonly billing: string };
  readonly orders: Database;
  readonly billing: Database;
  readonly broker: EventBroker;
}

/** One case: two services' databases, a fleet of its own in the broker, and the processes that work on them. */
export class Stage implements AsyncDisposable {
  readonly fleet: string;
  readonly brokerUrl: string;
  readonly orders: Database;
  readonly billing: Database;
  /** For what a test does itself. */
  readonly broker: EventBroker;
  readonly #urls: Ground['urls'];
  readonly #committer: Committer;
  readonly #members: Member[] = [];
  readonly #acknowledged: string[] = [];

  private constructor({ fleet, brokerUrl, urls, orders, billing, broker }: Ground) {
    this.fleet = fleet;
    this.brokerUrl = brokerUrl;
    this.orders = orders;
    this.billing = billing;
    this.broker = broker;
    this.#urls = urls;
    this.#committer = new Committer(orders, fleet);
  }

  static async set(server: StartedDatabase, fleet: string, brokerUrl: string): Promise<Stage> {
    const urls = { orders: server.url(`${fleet}_orders`), billing: server.url(`${fleet}_billing`) };
    const [orders, billing, broker] = await Promise.all([
      createOrders(server, `${fleet}_orders`),
      createBilling(server, `${fleet}_billing`),
      connectBroker({ url: brokerUrl, fleet, service: 'test', log: readableLog().log }),
    ]);
    return new Stage({ fleet, brokerUrl, urls, orders, billing, broker });
  }

  /** @param instance the same name for what takes the place of another */
  async start(instance: string, { brokerUrl = this.brokerUrl, ...role }: Role): Promise<Member> {
    const { consume, ...rest } = role;
    const databaseUrl = consume ? this.#urls.billing : this.#urls.orders;
    const types = typesOf(this.fleet);
    const parts = { instance, fleet: this.fleet, databaseUrl, brokerUrl, ...rest };
    const member = await Member.start({ ...parts, ...(consume && { consume: { types, ...consume } }) }, (ids) =>
      this.#acknowledged.push(...ids),
    );
    this.#members.push(member);
    return member;
  }

  /** Changes of some aggregates in turn, each committed before this resolves. */
  async commit(events: number, aggregates: number, change?: Change): Promise<void> {
    for (let begun = 0; begun < events; begun += aggregates) {
      const some = Math.min(aggregates, events - begun);
      await Promise.all(Array.from({ length: some }, (_, aggregate) => this.one(aggregate, change)));
    }
  }

  async one(aggregate: number, change?: Change) {
    const event = await this.#committer.commit(aggregate, change);
    this.#acknowledged.push(event.id);
    return event;
  }

  effects(): Promise<number> {
    return countOf(this.billing, 'effect');
  }

  /** Waits until so many events have taken effect. */
  async untilEffects(events: number): Promise<void> {
    await until(async () => (await this.effects()) >= events, PATIENT);
  }

  /** Takes all events out of the outbox, in order, for a test that sends them itself. */
  async takeAll(): Promise<CloudEvent[]> {
    const text = 'SELECT envelope FROM outbox ORDER BY position';
    const { rows } = await this.orders.query<{ envelope: CloudEvent | string }>({ text });
    await this.orders.query({ text: 'DELETE FROM outbox' });
    // MariaDB keeps JSON as text.
    return rows.map(({ envelope }) => (typeof envelope === 'string' ? JSON.parse(envelope) : envelope));
  }

  pending(): Promise<number> {
    return countOf(this.orders, 'outbox');
  }

  /** Waits until all that was committed has taken effect. */
  async untilIdle(): Promise<void> {
    await until(() => this.isIdle(), PATIENT);
  }

  async isIdle(): Promise<boolean> {
    return (await this.#underWay(0)) === 0;
  }

  /** Has all replayed that was kept aside because nobody had subscribed to it. @returns their ids */
  replayUnrouted(): Promise<Set<string>> {
    return this.#replayAll(UNROUTED);
  }

  /** Has all replayed that was given up on, once nothing else is under way. @returns their ids */
  async replayParked(): Promise<Set<string>> {
    await until(async () => {
      const { parked } = await this.broker.backlog('billing');
      return (await this.#underWay(parked)) === 0;
    }, PATIENT);
    return this.#replayAll('billing');
  }

  async #replayAll(consumer: string): Promise<Set<string>> {
    const replayed = new Set<string>();
    for (;;) {
      const kept = await this.broker.parked(consumer);
      if (kept.length === 0) return replayed;
      const ids = kept.map(({ event }) => event.id);
      for (const id of ids) replayed.add(id);
      await this.broker.replay(consumer, { ids });
    }
  }

  /**
   * Waits until nothing is under way any more, at most for a while, and compares what was committed with what took effect.
   * @param aside what was given up on
   */
  async audit(known: Pick<Books, 'aside' | 'replayed'> = {}): Promise<Audit> {
    let underWay = Number.POSITIVE_INFINITY;
    const untilNothing = async (signal: AbortSignal) => {
      for (; underWay > 0 && !signal.aborted; ) {
        underWay = await this.#underWay(known.aside?.size ?? 0);
        // Who looks all the time takes a core from those that it looks at.
        if (underWay > 0) await pause(LOOK_MS);
      }
    };
    // What is lost never arrives, and a broker may never answer: then the report says what is missing.
    const patience = AbortSignal.timeout(PATIENT.withinMs);
    await Promise.race([untilNothing(patience), once(patience, 'abort')]);
    const [ledger, effects] = await Promise.all([ledgerOf(this.orders), effectsOf(this.billing)]);
    const grown = await this.grown();
    return { underWay, grown, ...reconcile({ ledger, effects, acknowledged: this.#acknowledged, ...known }) };
  }

  /** Events that wait on either side of the broker or in it, or have not taken effect though they wait nowhere. */
  async #underWay(aside: number): Promise<number> {
    const { waiting, retrying } = await this.broker.backlog('billing');
    const missing = (await countOf(this.orders, 'ledger')) - aside - (await this.effects());
    return (await this.pending()) + waiting + retrying + Math.max(0, missing);
  }

  /** Of processes that have grown by more than they may. */
  async grown(): Promise<number[]> {
    const growth = await Promise.all(this.#members.filter(({ alive }) => alive).map((member) => member.growth()));
    return growth.filter((bytes) => bytes > MAX_GROWTH);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.filter(({ alive }) => alive).map((member) => member.kill()));
    await this.broker.close();
    await Promise.all([this.orders.close(), this.billing.close()]);
  }
}
