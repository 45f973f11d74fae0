import type { CacheCall } from '../../cache/index.ts';

/** The values of a registry as prom-client hands them from one process to another. */
export type MetricsReport = readonly object[];

/** How many workers there are to be, and how many listen. */
export interface Team {
  readonly wanted: number;
  readonly listening: number;
}

/** What a worker asks of the primary. */
export type Question =
  | { readonly about: 'cache'; readonly calls: readonly CacheCall[] }
  /** The metrics of all workers, as Prometheus reads them. */
  | { readonly about: 'metrics' }
  | { readonly about: 'team' };

/** Beside `loaded` and `listening`, which every service says to whoever has started it. */
export type FromWorker =
  | { readonly type: 'loaded' | 'listening'; readonly port?: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'report'; readonly id: number; readonly metrics: MetricsReport }
  | { readonly type: 'no report'; readonly id: number; readonly error: string };

export type FromPrimary =
  /** The word at the gate. */
  | 'start'
  | { readonly type: 'answer'; readonly id: number; readonly answer?: unknown; readonly error?: string }
  | { readonly type: 'report'; readonly id: number }
  /** From now on this worker acts for all where one has to. */
  | { readonly type: 'speak' };
