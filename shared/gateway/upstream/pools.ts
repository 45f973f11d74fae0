import Pool from 'undici/lib/dispatcher/pool.js';

/** On a local network a connection stands within a millisecond or not at all. */
const CONNECT_TIMEOUT_MS = 2_000;

/** One keep-alive connection pool for each instance of a service. */
export class Pools {
  readonly #pools = new Map<string, Pool>();

  /** @param url base URL of an instance */
  of(url: string): Pool {
    let pool = this.#pools.get(url);
    if (pool === undefined) {
      pool = new Pool(new URL(url).origin, { connect: { timeout: CONNECT_TIMEOUT_MS }, pipelining: 1 });
      this.#pools.set(url, pool);
    }
    return pool;
  }

  /** Lets go of the instances that are not in `live`; what is under way there may finish. */
  async keep(live: ReadonlySet<string>): Promise<void> {
    const gone = [...this.#pools].filter(([url]) => !live.has(url));
    for (const [url] of gone) this.#pools.delete(url);
    await Promise.all(gone.map(([, pool]) => pool.close()));
  }

  /** Closes every connection once what is under way has finished. */
  async close(): Promise<void> {
    await this.keep(new Set());
  }
}
