import { setTimeout as sleep } from 'node:timers/promises';
import { openWire } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import { attributesOf } from './attributes.ts';
import type { Collector } from './collector.ts';
import { type Patience, send } from './send.ts';

/** What a collector is sent. */
export interface Signal<T> {
  /** In messages, e.g. `spans`. */
  readonly name: string;
  /** Behind the endpoint, e.g. `/v1/traces`. */
  readonly path: string;
  /** The lists that records are in, from the outside: of resources, scopes, records. */
  readonly lists: readonly [string, string, string];
  /** Records that wait at most. */
  readonly most: number;
  /** A record as OTLP/JSON; undefined: it is not for the collector. */
  encode(item: T): string | undefined;
}

/** In milliseconds. */
export interface Pace extends Patience {
  /** How long a batch may fill. */
  readonly fillMs: number;
  /** What a drain waits for at most: a collector that is down must not hold up a deploy. */
  readonly flushMs: number;
}

const PACE: Pace = { fillMs: 1_000, sendMs: 30_000, backoffMs: 1_000, flushMs: 2_000 };
/** Characters that wait at most. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
/** A batch, well below what collectors take; one record may be longer. */
const BATCH = { records: 512, characters: 1024 * 1024 };

/** `dropped`: the collector was behind, and there was no room; `failed`: it did not take it. */
export type ExportOutcome = 'sent' | 'dropped' | 'failed';

/** Sends records to a collector in batches, as OTLP/JSON over HTTP. What it cannot take in time is counted and forgotten. */
export class OtlpExporter<T> {
  readonly outcomes: Record<ExportOutcome, number> = { sent: 0, dropped: 0, failed: 0 };
  readonly #signal: Signal<T>;
  readonly #collector: Collector;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  readonly #pace: Pace;
  readonly #wire = openWire();
  readonly #closing = new AbortController();
  readonly #late = new AbortController();
  readonly #running: Promise<void>;
  #records: string[] = [];
  #characters = 0;
  #isFailing = false;
  #wake: () => void = () => undefined;

  /** Not in a request: what it does and logs is part of none. */
  constructor(signal: Signal<T>, collector: Collector, log: Pick<Logger, 'info' | 'warn'>, pace: Partial<Pace> = {}) {
    this.#signal = signal;
    this.#collector = collector;
    this.#log = log;
    this.#pace = { ...PACE, ...pace };
    this.#running = this.#run();
  }

  /** Never waits. */
  add(item: T): void {
    if (this.#records.length >= this.#signal.most || this.#characters >= MOST_CHARACTERS) {
      this.outcomes.dropped++;
      return;
    }
    const record = this.#signal.encode(item);
    if (record === undefined) return;
    this.#records.push(record);
    this.#characters += record.length;
    if (this.#isFull()) this.#wake();
  }

  /** Sends what is left, for a moment at most. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    const late = setTimeout(() => this.#late.abort(), this.#pace.flushMs);
    await this.#running;
    clearTimeout(late);
    await this.#wire.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted || this.#records.length > 0) {
      if (!signal.aborted && !this.#isFull()) await this.#fill();
      const batch = this.#take();
      if (batch.length > 0) await this.#send(batch);
      // It will not take the rest either.
      if (signal.aborted && this.#isFailing) this.outcomes.failed += this.#records.splice(0).length;
    }
  }

  #isFull(): boolean {
    return this.#records.length >= BATCH.records || this.#characters >= BATCH.characters;
  }

  async #fill(): Promise<void> {
    const full = new AbortController();
    this.#wake = () => full.abort();
    await sleep(this.#pace.fillMs, undefined, { signal: full.signal, ref: false }).catch(() => undefined);
  }

  #take(): string[] {
    let [count, characters] = [0, 0];
    for (const { length } of this.#records) {
      if (count === BATCH.records || (count > 0 && characters + length > BATCH.characters)) break;
      count++;
      characters += length;
    }
    this.#characters -= characters;
    return this.#records.splice(0, count);
  }

  async #send(batch: readonly string[]): Promise<void> {
    const { endpoint, headers, resource } = this.#collector;
    const { name, path, lists } = this.#signal;
    const url = new URL(endpoint);
    url.pathname = url.pathname.replace(/\/$/, '') + path;
    const about = JSON.stringify({ attributes: attributesOf(resource) });
    const records = `{"scope":{"name":"aurora"},"${lists[2]}":[${batch.join(',')}]}`;
    const body = `{"${lists[0]}":[{"resource":${about},"${lists[1]}":[${records}]}]}`;
    const ends = { closing: this.#closing.signal, late: this.#late.signal };
    const { reason, rejected = 0 } = await send(this.#wire.send, { url, headers, body }, this.#pace, ends);
    const failed = reason === undefined ? Math.min(rejected, batch.length) : batch.length;
    this.outcomes.failed += failed;
    this.outcomes.sent += batch.length - failed;
    if (reason !== undefined && !this.#isFailing) {
      this.#log.warn({ reason }, `${name} are lost: the collector does not take them`);
    }
    if (reason === undefined && this.#isFailing) this.#log.info(`the collector takes ${name} again`);
    this.#isFailing = reason !== undefined;
  }
}
