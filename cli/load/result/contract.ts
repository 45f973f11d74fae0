import type { Figures, Verdict } from './threshold.ts';

/** What was measured of an action, a phase, or all. Errors count in latencies as well: a fleet that refuses quickly is told by its error rate. */
export interface Part extends Figures {
  readonly name: string;
  /** Milliseconds from the moment a request was sent: what a closed loop would have told. */
  readonly service: Figures['latency'];
  /** Latencies in microseconds, as HdrHistogram's V2 encoding, compressed and in base64. */
  readonly histogram: string;
  /** The same, coarser, from the first one that holds something to the last. */
  readonly buckets: readonly Bucket[];
}

export interface Bucket {
  readonly upToMs: number;
  readonly count: number;
}

/** A second of the run, by the scheduled time of its arrivals. */
export interface Second {
  readonly second: number;
  readonly phase: string;
  readonly asked: number;
  readonly finished: number;
  readonly errors: number;
  readonly dropped: number;
  /** Milliseconds; null: nothing finished. */
  readonly p50: number | null;
  readonly p99: number | null;
}

export interface ErrorKind {
  readonly action: string;
  /** `503 overloaded`, `ECONNREFUSED`, `no answer in time`. */
  readonly kind: string;
  readonly count: number;
  /** The first one's, for `aurora trace`. */
  readonly correlationId: string | null;
  readonly request: string;
}

export interface Generator {
  /** Milliseconds between the scheduled time and the moment the arrival was taken up. */
  readonly lateness: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Milliseconds, of the generator's own event loop. */
  readonly eventLoopLag: { readonly p99: number; readonly max: number };
  /** Of one core. */
  readonly cpuPercent: number;
  readonly dropped: number;
  /** Why its figures are not to be believed; null: it kept up. */
  readonly failed: string | null;
}

export interface Measured {
  readonly startedAt: string;
  /** Counted seconds, warm-up left out. */
  readonly seconds: number;
  /** Why it ended before its time. */
  readonly stopped: 'interrupted' | 'threshold' | null;
  readonly total: Part;
  readonly actions: readonly Part[];
  /** Parts of sequences. */
  readonly steps: readonly Part[];
  readonly phases: readonly Part[];
  /** Of actions within phases: `phase / action`. */
  readonly phaseActions: readonly Part[];
  readonly series: readonly Second[];
  readonly errors: readonly ErrorKind[];
  readonly generator: Generator;
  readonly thresholds: readonly Verdict[];
  readonly data: { readonly made: number; readonly removed: number; readonly left: readonly string[] };
}
