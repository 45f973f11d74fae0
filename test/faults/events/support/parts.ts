/** What a process of the suite does, given to it as JSON. */
export interface Parts {
  /** Names it among its replicas, the same after a restart. */
  readonly instance: string;
  readonly fleet: string;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly produce?: ProduceOptions;
  readonly relay?: RelayFall;
  readonly consume?: ConsumeOptions;
}

export interface ProduceOptions {
  /** Aggregates that it changes, any of them at any time. */
  readonly aggregates: number;
  /** Transactions in all. */
  readonly transactions: number;
  /** Every so many transactions one is undone after all was written. */
  readonly rollBackEvery?: number;
}

/** Where a relay sends itself a signal. */
export interface RelayFall {
  /** Before or after the broker is given a window; absent: nowhere. */
  readonly fall?: 'before' | 'after';
  /** The how manyth window; the first unless said otherwise. */
  readonly at?: number;
  readonly signal?: NodeJS.Signals;
}

export interface ConsumeOptions {
  readonly types: readonly string[];
  readonly delaysMs?: readonly number[];
  /** The first attempt at every event fails. */
  readonly failFirst?: boolean;
  /** It kills itself within the transaction of an event, or after its commit, before the acknowledgement. */
  readonly fall?: 'inside' | 'after';
  /** The how manyth event. */
  readonly at?: number;
}

/** What a process tells of itself when asked. */
export interface Account {
  /** Bytes in use after a collection, outside of the heap too. */
  readonly heap: number;
  /** Bytes of the process. */
  readonly rss: number;
  /** How often it has logged what. */
  readonly said: Readonly<Record<string, number>>;
}

/** From a process to its test. */
export type Message =
  | { readonly kind: 'started' | 'account'; readonly account: Account }
  | { readonly kind: 'acknowledged'; readonly ids: readonly string[] }
  | { readonly kind: 'produced' };
