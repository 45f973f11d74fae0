import type { FastifyRequest } from 'fastify';
import type { Cache } from '../../cache/index.ts';
import { Problem } from '../../errors/index.ts';
import type { RateLimit } from '../settings/index.ts';
import type { Admission } from './admission.ts';

export interface RateLimitOptions {
  readonly cache: Cache;
  /** Tells callers apart. */
  readonly callerOf: (request: FastifyRequest) => string;
  /** Asked for every request: it is a live setting. */
  readonly limit: () => RateLimit;
}

/**
 * Refuses a caller's requests beyond a limit, counted in fixed windows over all processes of the gateway. Who may go on and for how
 * long, each answer says (draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate({ cache, callerOf, limit }: RateLimitOptions): Admission {
  return (request, reply) => {
    const { requests, windowSeconds } = limit();
    if (requests === 0) return;
    return cache.increment(`rate:${callerOf(request)}`, windowSeconds * 1000).then(({ count, leftMs }) => {
      const seconds = Math.ceil(leftMs / 1000);
      reply.header('RateLimit-Policy', `"default";q=${requests};w=${windowSeconds}`);
      reply.header('RateLimit', `"default";r=${Math.max(0, requests - count)};t=${seconds}`);
      if (count <= requests) return;
      throw new Problem('rate_limited', {
        detail: `More than ${requests} requests within ${windowSeconds} s.`,
        headers: { 'Retry-After': String(seconds) },
      });
    });
  };
}
