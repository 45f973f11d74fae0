import { lookup } from 'node:dns/promises';
import type { Logger } from '../../logging/index.ts';

/** So old may be what a name was last found to be, while it serves. */
const KEPT_MS = 30_000;
/** Between two looks for an address that none of the names had: a proxy may just have moved. */
const MISSED_MS = 1_000;

export interface ProxyNamesOptions {
  readonly names: readonly string[];
  readonly log: Logger;
  /** All addresses of a name. */
  readonly find?: (name: string) => Promise<readonly string[]>;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

/**
 * The addresses behind the names of proxies, which change when those are started anew. They are looked up when somebody's word on a
 * client has to be weighed, never while nobody asks; the request that shows that they are old is judged by the old ones.
 */
export class ProxyNames {
  readonly #options: Required<ProxyNamesOptions>;
  readonly #addresses = new Map<string, readonly string[]>();
  readonly #unknown = new Set<string>();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ProxyNamesOptions) {
    this.#options = { find, clock: () => performance.now(), ...options };
  }

  /** Whether a name has this address. */
  has(address: string): boolean {
    const known = [...this.#addresses.values()].some((addresses) => addresses.includes(address));
    if (this.#options.clock() - this.#askedAt > (known ? KEPT_MS : MISSED_MS)) void this.refresh();
    return known;
  }

  /** Looks all names up. Never rejects: one that is not found has no addresses. */
  async refresh(): Promise<void> {
    this.#askedAt = this.#options.clock();
    await Promise.all(this.#options.names.map((name) => this.#look(name)));
  }

  async #look(name: string): Promise<void> {
    const { find, log } = this.#options;
    try {
      this.#addresses.set(name, await find(name));
      this.#unknown.delete(name);
    } catch (err) {
      // No answer is no news: the proxy is where it was.
      if ((err as NodeJS.ErrnoException).code === 'ENOTFOUND') this.#addresses.delete(name);
      if (!this.#unknown.has(name)) log.warn({ err, name }, 'a trusted proxy cannot be found; its word does not count');
      this.#unknown.add(name);
    }
  }
}

async function find(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}
