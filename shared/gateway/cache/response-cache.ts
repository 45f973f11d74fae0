import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Cache } from '../../cache/index.ts';
import type { Callers } from '../identity/callers.ts';
import { MAX_KEPT_MS } from '../settings/index.ts';
import { KEY_HEADERS, mayBeAnswered } from './cacheable.ts';
import { decode, encode, type StoredAnswer } from './stored-answer.ts';

export interface Lookup {
  readonly generation: string;
  /** Undefined: nothing is kept, or a write came after it. */
  readonly stored: StoredAnswer | undefined;
}

/**
 * Answers to GET, kept for a while, for the same caller with the same grants only. A write through any process of the gateway ends
 * a generation of its collection: what was kept, or asked for, before it serves nobody any more.
 */
export class ResponseCache {
  readonly #cache: Cache;
  readonly #callers: Callers;

  constructor({ cache, callers }: { readonly cache: Cache; readonly callers: Callers }) {
    this.#cache = cache;
    this.#callers = callers;
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
    return { generation, stored: stored?.generation === generation ? stored : undefined };
  }

  /** @param ms for which it may be of use */
  async keep(key: string, answer: StoredAnswer, ms: number): Promise<void> {
    await this.#cache.set(key, encode(answer), ms);
  }

  async drop(key: string): Promise<void> {
    await this.#cache.delete(key);
  }

  async endGeneration(collection: string): Promise<void> {
    await this.#cache.set(generationKey(collection), randomUUID(), MAX_KEPT_MS);
  }
}

function generationKey(collection: string): string {
  return `generation:${collection}`;
}
