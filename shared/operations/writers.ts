import type { Transaction } from '../database/index.ts';
import type { Resource } from '../repository/index.ts';
import type { AnyData, OperatedEntities, OperatedEntity } from './contract.ts';
import { EntityWriter } from './entity-writer.ts';

export type AnyWriter = EntityWriter<Resource, never, AnyData>;

/** The writers of a service within one transaction, by the names of their entities. */
export class Writers {
  readonly all: Readonly<Record<string, AnyWriter>>;

  constructor(entities: OperatedEntities, transaction: Transaction) {
    this.all = Object.fromEntries(
      Object.entries(entities).map(([name, entity]) => [
        name,
        new EntityWriter(entity as OperatedEntity<Resource, never, AnyData>, transaction),
      ]),
    );
  }

  of(entity: string): AnyWriter {
    return this.all[entity] as AnyWriter;
  }

  /**
   * Locks resources of any entities in one order, by entity and id.
   * @returns those that are there
   */
  async lock(wanted: readonly Wanted[]): Promise<(each: Wanted) => Resource | undefined> {
    const locked = new Map<string, Resource | undefined>();
    for (const each of [...new Map(wanted.map((one) => [keyOf(one), one])).entries()].sort(byKey)) {
      const [key, { entity, id }] = each;
      locked.set(key, await this.of(entity).lockOne(id));
    }
    return (each) => locked.get(keyOf(each));
  }
}

export interface Wanted {
  readonly entity: string;
  readonly id: string;
}

const keyOf = ({ entity, id }: Wanted): string => `${entity} ${id.toLowerCase()}`;

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
