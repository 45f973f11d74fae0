/** A connection of one's own to a database. */
export interface Client {
  /** @param values for `$1`, `$2` …, each used once and in this order */
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  hasTable(name: string): Promise<boolean>;
  /** Takes the lock of those who migrate this database, if it is free; it ends with the connection. */
  tryLock(): Promise<boolean>;
  /** Who has it: what they told when they connected. */
  holder(): Promise<string | undefined>;
  /** Who holds what another connection waits for, as far as this login may know: a line each, without values. */
  blockers(connection: number): Promise<string[]>;
  end(): Promise<void>;
}

/** @param who shown to others who wait for the lock */
export type Connect = (url: string, who: string) => Promise<Client>;
