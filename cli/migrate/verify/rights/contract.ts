import type { Asked } from '../../../schema/catalog/contract.ts';

/** What a login may do, in words of SQL. */
export interface Rights {
  /** Everywhere in the database, beside what follows. */
  readonly everywhere: readonly string[];
  /** By table; those of its sequences, too. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
}

/** What the rights of a service's login are, and should be, on an engine. */
export interface RightsOf {
  /** Asked with the login itself: nobody else may see them on MySQL. */
  read(client: Asked): Promise<Rights>;
  /** Rights everywhere that harm nobody. */
  readonly everywhere: readonly string[];
  /** Of a table that the engine counts up, beside those on its rows. */
  readonly serial: readonly string[];
}
