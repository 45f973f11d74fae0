import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Tally } from './tally.ts';

const PATIENCE_MS = 60_000;
const EVERY_MS = 250;
/** What a server may end it with when its time is over: it goes away, or is started anew. */
const IN_ORDER = new Set([1001, 1012]);

/**
 * A client that holds a WebSocket, hears its own words from it, and opens another at once when it is closed in order. Anything else is a failure:
 * a connection that breaks off, an echo or a handshake that does not come.
 */
export class LiveSocket {
  /** Closed in order by the other side. */
  closed = 0;
  readonly #url: string;
  readonly #token: string;
  readonly #tally: Tally;
  readonly #done: Promise<void>;
  #stopped = false;

  constructor(url: string, token: string, tally: Tally) {
    this.#url = url;
    this.#token = token;
    this.#tally = tally;
    this.#done = this.#live();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #live(): Promise<void> {
    while (!this.#stopped) {
      const began = performance.now();
      const socket = new WebSocket(this.#url, { headers: { authorization: `Bearer ${this.#token}` } });
      let code: number | undefined;
      socket.on('close', (closing) => {
        code = closing;
      });
      // `once` and `close` tell of it.
      socket.on('error', () => undefined);
      const closed = once(socket, 'close').then(([code]) => {
        throw new Error(`closed with ${code}`);
      });
      closed.catch(() => undefined);
      try {
        await once(socket, 'open', { signal: AbortSignal.timeout(PATIENCE_MS) });
        this.#note('WebSocket, opened', began, null);
        while (!this.#stopped && code === undefined) await this.#echo(socket, closed);
      } catch (error) {
        if (code === undefined || !IN_ORDER.has(code))
          this.#note('WebSocket', performance.now(), (error as Error).message);
      } finally {
        if (code !== undefined && IN_ORDER.has(code)) this.closed += 1;
        socket.terminate();
      }
      if (code !== undefined && !IN_ORDER.has(code)) await new Promise((soon) => setTimeout(soon, EVERY_MS));
    }
  }

  async #echo(socket: WebSocket, closed: Promise<never>): Promise<void> {
    const began = performance.now();
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) });
    heard.catch(() => undefined);
    socket.send('echo');
    await Promise.race([heard, closed]);
    this.#note('WebSocket, echo', began, null);
    await Promise.race([new Promise((soon) => setTimeout(soon, EVERY_MS)), closed]);
  }

  #note(way: string, at: number, failure: string | null): void {
    this.#tally.add({ at, ms: performance.now() - at, way, failure });
  }
}
