import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Cache } from '../../cache/index.ts';
import type { Callers } from '../identity/callers.ts';
import { MAX_KEPT_MS, type ResponseCacheSettings } from '../settings/index.ts';
import { KEY_HEADERS, mayBeAnswered } from './cacheable.ts';
import { decode, encode, type StoredAnswer } from './stored-answer.ts';

export interface ResponseCacheOptions {
  readonly cache: Cache;
  readonly callers: Callers;
  /** Asked for every request: they are live settings. */
  readonly settings: () => ResponseCacheSettings;
}

export interface Lookup {
  readonly generation: string;
  /** Undefined: the service has to be asked. */
  readonly stored: StoredAnswer | undefined;
}

/**
 * Answers to GET, kept for a moment, for the same caller with the same grants only. A write through any process of the gateway ends
 * a generation of its collection: what was kept, or asked for, before it serves nobody any more.
 */
export class ResponseCache {
  readonly #cache: Cache;
  readonly #callers: Callers;
  readonly settings: () => ResponseCacheSettings;

  constructor({ cache, callers, settings }: ResponseCacheOptions) {
    this.#cache = cache;
    this.#callers = callers;
    this.settings = settings;
  }

  /** Undefined: the service has to be asked, and its answer is not kept. */
  keyOf({ raw, context: { identity } }: FastifyRequest): string | undefined {
    // Who has no token has a signed URL, which expires.
    if (identity === undefined || !mayBeAnswered(raw)) return undefined;
    const variants = KEY_HEADERS.map((name) => raw.headers[name] ?? '');
    return `answer:${this.#callers.name(this.#callers.withGrants(identity), raw.url ?? '', ...variants)}`;
  }

  async find(key: string, collection: string): Promise<Lookup> {
    const [current, bytes] = await this.#cache.get([generationKey(collection), key]);
    const generation = current?.toString() ?? '';
    const stored = bytes && decode(bytes);
    const serves = stored?.generation === generation && Date.now() - stored.storedAt < this.settings().ttlMs;
    return { generation, stored: serves ? stored : undefined };
  }

  async keep(key: string, answer: StoredAnswer): Promise<void> {
    const { ttlMs } = this.settings();
    if (ttlMs > 0) await this.#cache.set(key, encode(answer), ttlMs);
  }

  async endGeneration(collection: string): Promise<void> {
    await this.#cache.set(generationKey(collection), randomUUID(), MAX_KEPT_MS);
  }
}

function generationKey(collection: string): string {
  return `generation:${collection}`;
}
