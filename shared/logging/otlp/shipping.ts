import { setTimeout as sleep } from 'node:timers/promises';
import { attributesOf, recordOf } from './record.ts';
import { send } from './send.ts';

export interface ShippingOptions {
  /** URL of the collector, without `/v1/logs`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Attributes of the resource, e.g. `service.name`. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Told when the collector begins to take none, with the reason, and undefined when it takes them again. */
  readonly onChange?: (reason: string | undefined) => void;
  /** Of the first pause between attempts, in milliseconds. */
  readonly backoffMs?: number;
}

/** `dropped`: the collector was behind, and there was no room; `failed`: it did not take it. */
export type ShippingOutcome = 'sent' | 'dropped' | 'failed';

/** Lines that wait at most, by number and by length; a batch; how long it may fill. */
const QUEUE = { lines: 8_192, characters: 8 * 1024 * 1024 };
const BATCH = 512;
const DELAY_MS = 1_000;
/** For a batch, all attempts with their pauses included. */
const PATIENCE_MS = 30_000;
/** What a shutdown waits for at most: a collector that is down must not hold up a deploy. */
const FLUSH_MS = 2_000;

/** Sends log lines to a collector, as OTLP/JSON, in batches. What it cannot take in time is counted and forgotten. */
export class LogShipping {
  readonly outcomes: Record<ShippingOutcome, number> = { sent: 0, dropped: 0, failed: 0 };
  readonly #options: ShippingOptions;
  readonly #running: Promise<void>;
  readonly #closing = new AbortController();
  readonly #given = new AbortController();
  #lines: string[] = [];
  #characters = 0;
  #isFailing = false;
  #full: () => void = () => undefined;

  /** Not in a request: what it does and logs is part of none. */
  constructor(options: ShippingOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Takes a finished line, whose secrets are redacted. Never waits, never throws. */
  add(line: string): void {
    if (this.#lines.length >= QUEUE.lines || this.#characters + line.length > QUEUE.characters) {
      this.outcomes.dropped++;
      return;
    }
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#lines.length >= BATCH) this.#full();
  }

  /** Sends what is left, for a moment at most. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#full();
    const late = setTimeout(() => this.#given.abort(), FLUSH_MS);
    await this.#running;
    clearTimeout(late);
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted || this.#lines.length > 0) {
      if (this.#lines.length < BATCH && !this.#closing.signal.aborted) await this.#fill();
      const batch = this.#lines.splice(0, BATCH);
      for (const { length } of batch) this.#characters -= length;
      const records = batch.flatMap((line) => recordOf(line) ?? []);
      if (records.length > 0) await this.#send(records);
    }
  }

  async #fill(): Promise<void> {
    const full = new AbortController();
    this.#full = () => full.abort();
    await sleep(DELAY_MS, undefined, { signal: full.signal, ref: false }).catch(() => undefined);
  }

  async #send(records: readonly object[]): Promise<void> {
    const { endpoint, headers, resource, backoffMs } = this.#options;
    const body = {
      resourceLogs: [
        {
          resource: { attributes: attributesOf(resource) },
          scopeLogs: [{ scope: { name: 'aurora' }, logRecords: records }],
        },
      ],
    };
    const failure = await send(`${endpoint.replace(/\/$/, '')}/v1/logs`, JSON.stringify(body), {
      headers,
      patienceMs: PATIENCE_MS,
      signal: this.#given.signal,
      ...(backoffMs !== undefined && { backoffMs }),
    });
    this.outcomes[failure === undefined ? 'sent' : 'failed'] += records.length;
    if ((failure !== undefined) !== this.#isFailing) this.#options.onChange?.(failure);
    this.#isFailing = failure !== undefined;
  }
}
