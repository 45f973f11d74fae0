import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../../../errors.ts';
import type { LogRecord } from '../../../observe/log-record.ts';
import { Watchers } from '../collect/watchers.ts';

/** So far back it begins. */
const SINCE_MS = 15 * 60_000;
/** Some twenty megabytes, however much is logged. */
const MOST_LINES = 20_000;
/** A log that has nothing more to tell for so long has been read. */
const QUIET_MS = 250;
const PATIENCE_MS = 5_000;
const AGAIN_MS = 1_000;

export interface TraceIndexOptions {
  /** Lines from then on, and those that follow. */
  readonly follow: (since: Date, signal: AbortSignal) => AsyncIterable<LogRecord>;
  /** What services do among themselves all the time is of no interest, and would take the place of the rest. */
  readonly isChatter: (record: LogRecord) => boolean;
  readonly mostLines?: number;
}

/** The newest lines that tell of requests and events, read once and then followed for as long as somebody asks for them. */
export class TraceIndex {
  readonly #options: TraceIndexOptions;
  readonly #mostLines: number;
  readonly #readers = new Watchers((signal) => this.#read(signal));
  #lines: LogRecord[] = [];
  #beganAt = 0;
  #heardAt = 0;
  #caughtUp = false;

  constructor(options: TraceIndexOptions) {
    this.#options = options;
    this.#mostLines = options.mostLines ?? MOST_LINES;
  }

  /** Oldest first. */
  async lines(): Promise<readonly LogRecord[]> {
    const leave = this.#readers.join();
    try {
      const endsAt = performance.now() + PATIENCE_MS;
      while (!this.#caughtUp && performance.now() < endsAt) {
        await delay(QUIET_MS / 5);
        this.#caughtUp ||= this.#heardAt > 0 && performance.now() - this.#heardAt > QUIET_MS;
      }
      return this.#lines;
    } finally {
      leave();
    }
  }

  async stop(): Promise<void> {
    await this.#readers.stop();
  }

  async #read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        // Whoever keeps the logs is away; what it tells when it is back begins anew.
        if (!(error instanceof AuroraError)) throw error;
      }
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
    this.#lines = [];
    this.#caughtUp = false;
    this.#heardAt = 0;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    this.#lines = [];
    this.#caughtUp = false;
    this.#beganAt = Date.now();
    this.#heardAt = performance.now();
    for await (const record of this.#options.follow(new Date(this.#beganAt - SINCE_MS), signal)) {
      this.#heardAt = performance.now();
      this.#caughtUp ||= record.time !== null && Date.parse(record.time) >= this.#beganAt;
      if (record.correlationId === undefined || record.spanId === undefined || this.#options.isChatter(record))
        continue;
      this.#lines.push(record);
      // A tenth at a time: taking away the first of an array costs as much as copying it.
      if (this.#lines.length > this.#mostLines * 1.1) this.#lines = this.#lines.slice(-this.#mostLines);
    }
  }
}
