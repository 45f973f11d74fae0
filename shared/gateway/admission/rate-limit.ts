import type { FastifyReply } from 'fastify';
import type { Cache, Counted } from '../../cache/index.ts';
import { Problem } from '../../errors/index.ts';
import type { Callers } from '../identity/callers.ts';
import type { RateLimit } from '../settings/index.ts';
import type { Admission } from './admission.ts';
import type { Refused } from './refusals.ts';

export interface RateLimitOptions {
  readonly cache: Cache;
  readonly callers: Callers;
  readonly limit: RateLimit;
  /** Whose limit it is, and nobody else's; absent: the gateway's, for all that have none of their own. */
  readonly rule: string | undefined;
  readonly refused: Refused;
}

/**
 * Refuses a caller's requests beyond a limit, counted in fixed windows over all processes of the gateway. Who may go on and for how
 * long, each answer says (draft-ietf-httpapi-ratelimit-headers-10).
 */
export function limitRate({ cache, callers, limit, rule, refused }: RateLimitOptions): Admission {
  const { requests, windowSeconds, by, ifCacheIsGone } = limit;
  const callerOf = callers.by[by];
  const policy = `"default";q=${requests};w=${windowSeconds}`;
  // Another window is another count: nobody has to wait for the end of one that was too long.
  const prefix = ['rate', windowSeconds, ...(rule === undefined ? [] : [rule]), ''].join(':');
  const judge = (reply: FastifyReply, { count, leftMs, alone }: Counted) => {
    if (alone && ifCacheIsGone === 'refuse') {
      refused('rate_unknown');
      throw new Problem('unavailable', {
        detail: 'How much was asked already cannot be known now.',
        headers: { 'Retry-After': '1' },
        deliberate: true,
      });
    }
    const seconds = Math.ceil(leftMs / 1000);
    reply.header('RateLimit-Policy', policy);
    reply.header('RateLimit', `"default";r=${Math.max(0, requests - count)};t=${seconds}`);
    if (count <= requests) return;
    refused('rate_limited');
    throw new Problem('rate_limited', {
      detail: `More than ${requests} requests within ${windowSeconds} s.`,
      headers: { 'Retry-After': String(seconds) },
    });
  };
  return (request, reply) => {
    const counted = cache.increment(prefix + callerOf(request), windowSeconds * 1000);
    if (counted instanceof Promise) return counted.then((known) => judge(reply, known));
    judge(reply, counted);
  };
}
