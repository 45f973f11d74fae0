import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { LogFilterOptions } from '../../observe/log-filter.ts';
import type { LogRecord } from '../../observe/log-record.ts';
import type { FleetStatus, LogOptions, Runtime } from '../../runtimes/contract.ts';
import type { EventsView, MigrationsView, ParkedView } from '../api.ts';

/** What the dashboard asks of the fleet; each is an action of the CLI, handed in by who starts it. */
export interface Sources {
  /** The config as it is now. */
  config(): Promise<ConfigNow>;
  /** Null: it is down. */
  observe(): Promise<Observed | null>;
  logs(wish: LogWish): AsyncIterable<LogRecord>;
  token(scopes: readonly string[]): Promise<string>;
  /** For the metrics of services that are reached through an edge, where nobody comes from loopback; undefined: there is none. */
  metricsToken(): Promise<string | undefined>;
  events(): Promise<EventsView>;
  parked(consumer: string | undefined, limit: number): Promise<ParkedView[]>;
  /** Returns how many went. */
  replay(consumer: string, ids: readonly string[]): Promise<number>;
  migrations(): Promise<MigrationsView[]>;
  restart(service: string, narrator: Narrator): Promise<void>;
}

export interface ConfigNow {
  /** As it was before, while there are mistakes in it. */
  readonly fleet: Fleet;
  /** Whether the code was generated from another one. */
  readonly drift: boolean;
  /** What is wrong with it; undefined: nothing. */
  readonly mistake: string | undefined;
}

export interface Observed {
  readonly runtime: Pick<Runtime, 'news'>;
  readonly status: FleetStatus;
}

/** Which lines somebody wants, as `aurora logs` takes them. */
export type LogWish = LogFilterOptions & Omit<LogOptions, 'contains' | 'passes'>;
