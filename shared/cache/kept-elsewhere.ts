import type { Cache, Counted, RemoteCache } from './contract.ts';

/** A call of a cache as it crosses to the process that keeps it. */
export type CacheCall =
  | readonly ['get', keys: readonly string[]]
  | readonly ['set', key: string, value: Buffer | string, ttlMs: number]
  | readonly ['delete', key: string]
  | readonly ['increment', key: string, windowMs: number];

/** Has calls carried out where the cache is, all at once; answers in their order. Rejects where that process is away. */
export type AskKeeper = (calls: readonly CacheCall[]) => Promise<readonly unknown[]>;

interface Waiting {
  readonly call: CacheCall;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A cache in another process of this machine. The calls of one turn of the event loop cross together: each crossing is a system call on both sides. */
export class CacheKeptElsewhere implements RemoteCache {
  readonly #ask: AskKeeper;
  #waiting: Waiting[] = [];

  constructor(ask: AskKeeper) {
    this.#ask = ask;
  }

  async connect(): Promise<void> {}

  async ping(): Promise<void> {
    await this.#call(['get', []]);
  }

  get(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return this.#call(['get', keys]);
  }

  set(key: string, value: Buffer | string, ttlMs: number): Promise<void> {
    return this.#call(['set', key, value, ttlMs]);
  }

  delete(key: string): Promise<void> {
    return this.#call(['delete', key]);
  }

  increment(key: string, windowMs: number): Promise<Counted> {
    return this.#call(['increment', key, windowMs]);
  }

  async close(): Promise<void> {}

  #call<T>(call: CacheCall): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (this.#waiting.length === 0) setImmediate(() => this.#cross());
    this.#waiting.push({ call, resolve: resolve as Waiting['resolve'], reject });
    return promise;
  }

  #cross(): void {
    const crossing = this.#waiting;
    this.#waiting = [];
    this.#ask(crossing.map(({ call }) => call)).then(
      (answers) => crossing.forEach(({ resolve }, index) => void resolve(answers[index])),
      (error: unknown) => crossing.forEach(({ reject }) => void reject(error)),
    );
  }
}

/** Carries out what has crossed, in the process that keeps the cache. */
export function carryOut(cache: Cache, calls: readonly CacheCall[]): Promise<readonly unknown[]> {
  return Promise.all(calls.map((call) => one(cache, call)));
}

function one(cache: Cache, call: CacheCall): unknown {
  switch (call[0]) {
    case 'get':
      return cache.get(call[1]);
    case 'set':
      return cache.set(call[1], call[2], call[3]);
    case 'delete':
      return cache.delete(call[1]);
    case 'increment':
      return cache.increment(call[1], call[2]);
  }
}
