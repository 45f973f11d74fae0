import { Redis } from 'ioredis';
import type { Counted, RemoteCache } from './contract.ts';

/** Counts and begins the window in one step, which a crash between two commands could not part. */
const INCREMENT = `
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return { count, left }`;

interface WithScripts extends Redis {
  increment(key: string, windowMs: number): Promise<[count: number, leftMs: number]>;
}

/** After which a connection that owes an answer is given up for a new one: its other end may be gone without a word. */
const SILENCE_MS = 5_000;
const MAX_RECONNECT_MS = 2_000;
/** So long a closed connection may take to end at the other side. */
const FAREWELL_MS = 100;

export interface RedisCacheOptions {
  readonly url: string;
  /** Stands before every key, e.g. `aurora:production:`. */
  readonly prefix: string;
  /** How Redis lists the connection. */
  readonly name: string;
}

/** A cache on Redis, over one connection. Without it calls fail at once: they are not kept for later. It reconnects by itself. */
export class RedisCache implements RemoteCache {
  readonly #client: WithScripts;
  /** Why there is no connection; says more than that there is none. */
  #reason: Error | undefined;

  constructor({ url, prefix, name }: RedisCacheOptions) {
    this.#client = new Redis(url, {
      keyPrefix: prefix,
      connectionName: name,
      disableClientInfo: true,
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      connectTimeout: SILENCE_MS,
      disconnectTimeout: FAREWELL_MS,
      socketTimeout: SILENCE_MS,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RECONNECT_MS),
      scripts: { increment: { lua: INCREMENT, numberOfKeys: 1 } },
    }) as WithScripts;
    this.#client.on('error', (error: Error) => {
      this.#reason = error;
    });
    this.#client.on('ready', () => {
      this.#reason = undefined;
    });
  }

  async connect(): Promise<void> {
    await this.#ask(this.#client.connect());
  }

  async get(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    const values = await this.#ask(this.#client.mgetBuffer(...keys));
    return values.map((value) => value ?? undefined);
  }

  async set(key: string, value: Buffer | string, ttlMs: number): Promise<void> {
    await this.#ask(this.#client.set(key, value, 'PX', ttlMs));
  }

  async delete(key: string): Promise<void> {
    await this.#ask(this.#client.unlink(key));
  }

  async increment(key: string, windowMs: number): Promise<Counted> {
    const [count, leftMs] = await this.#ask(this.#client.increment(key, windowMs));
    return { count, leftMs };
  }

  async ping(): Promise<void> {
    await this.#ask(this.#client.ping());
  }

  /** Without a farewell, for which a frozen Redis would have to be waited. */
  async close(): Promise<void> {
    this.#client.disconnect();
  }

  /** The errors of the client hold the command with its arguments, which are nobody's business: only the message goes on. */
  async #ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw new Error((this.#reason ?? (error as Error)).message);
    }
  }
}
