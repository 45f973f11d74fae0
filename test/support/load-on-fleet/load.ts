import { until } from '../../../shared/testing/index.ts';
import { type Asked, Asker, reasonOf } from './ask.ts';
import { Ledger } from './ledger.ts';
import { LiveSocket } from './live-socket.ts';
import { Tally } from './tally.ts';
import { WAYS, type Way } from './ways.ts';

export interface LoadWish {
  /** Of the gateway. */
  readonly url: string;
  /** For everything. */
  readonly token: string;
  /** Things that clients begin in a second, however long the answers take. */
  readonly rate: number;
  /** Path of a WebSocket that echoes; absent: none. */
  readonly live?: string;
}

const TICK_MS = 5;

/** Mixed clients of a fleet, who begin at a rate that nothing slows down, and try nothing twice: every failure counts. */
export class Load {
  readonly tally = new Tally();
  readonly ledger = new Ledger();
  readonly socket: LiveSocket | undefined;
  readonly #asker: Asker;
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  #begun = 0;

  constructor({ url, token, rate, live }: LoadWish) {
    this.#asker = new Asker(url, token);
    const began = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * rate) / 1000);
      for (; this.#begun < due; this.#begun++) this.#begin(wayOf(this.#begun));
    }, TICK_MS);
    this.socket = live === undefined ? undefined : new LiveSocket(url.replace('http', 'ws') + live, token, this.tally);
  }

  /** Resolves once so many further things have begun. */
  async things(further: number): Promise<void> {
    const enough = this.#begun + further;
    await until(() => this.#begun >= enough, { withinMs: 120_000 });
  }

  /** No more is begun; resolves once all is answered. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.socket?.stop(), ...this.#underWay]);
    await this.#asker[Symbol.asyncDispose]();
  }

  #begin({ name, way }: { readonly name: string; readonly way: Way }): void {
    const counted = async (path: string, asked?: Asked) => {
      const at = performance.now();
      try {
        const answer = await this.#asker.ask(path, asked);
        this.tally.add({ at, ms: performance.now() - at, way: name, failure: null });
        return answer;
      } catch (error) {
        const failure = `${asked?.method ?? 'GET'} ${path.replace(/[?].*|[0-9a-f-]{36}/, '')} ${reasonOf(error)}`;
        this.tally.add({ at, ms: performance.now() - at, way: name, failure });
        throw error;
      }
    };
    // What failed is in the tally; what was to follow on it does not.
    const done = way(counted, this.ledger).catch(() => undefined);
    this.#underWay.add(done);
    void done.finally(() => this.#underWay.delete(done));
  }
}

/** Spread evenly: 37 and 100 have no divisor in common. */
function wayOf(number: number): (typeof WAYS)[number] {
  let place = (number * 37) % 100;
  for (const each of WAYS) {
    if (place < each.share) return each;
    place -= each.share;
  }
  throw new RangeError('the shares are less than a hundred');
}
