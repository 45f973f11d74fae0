import type { ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

/** Proxies and sleeping laptops cut off what says nothing. */
const PING_MS = 15_000;

/** How many may listen at once; a browser has six connections to one host anyway. */
export class StreamPlaces {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws Refusal 503 */
  open(response: ServerResponse): EventStream {
    if (this.#taken >= this.#most) {
      throw new Refusal(503, 'too_many_streams', `${this.#most} pages listen already: close some.`);
    }
    this.#taken++;
    const stream = new EventStream(response);
    stream.closed.then(() => {
      this.#taken--;
    });
    return stream;
  }
}

/** Server-sent events (HTML standard, 9.2) to one page. */
export class EventStream {
  /** When the page has left. */
  readonly closed: Promise<void>;
  readonly #response: ServerResponse;
  #newest: { readonly data: unknown } | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    response.write(':\n\n');
    const ping = setInterval(() => this.ready && response.write(':\n\n'), PING_MS);
    this.closed = new Promise((resolve) => {
      response.once('close', () => {
        clearInterval(ping);
        resolve();
      });
    });
  }

  /** Whether the page has taken what it was sent. One that has not is sent nothing more: memory would hold it. */
  get ready(): boolean {
    return !this.#response.writableNeedDrain && !this.#response.destroyed;
  }

  /** When it is ready, or has left. */
  async untilReady(): Promise<void> {
    if (this.ready || this.#response.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#response.once('drain', resolve);
    try {
      await Promise.race([promise, this.closed]);
    } finally {
      this.#response.off('drain', resolve);
    }
  }

  /** The same where only the newest counts: it takes the place of one that is still to be sent. */
  async sendNewest(event: string, data: unknown): Promise<void> {
    const isWaiting = this.#newest !== undefined;
    this.#newest = { data };
    if (isWaiting) return;
    await this.untilReady();
    if (this.ready) this.send(event, this.#newest.data);
    this.#newest = undefined;
  }

  send(event: string, data: unknown): void {
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
