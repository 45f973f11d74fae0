import { JWKSMultipleMatchingKeys, JWKSNoMatchingKey } from 'jose/errors';
import { createRemoteJWKSet, customFetch } from 'jose/jwks/remote';
import type { JWTVerifyGetKey } from 'jose/jwt/verify';
import { Problem } from '../../errors/index.ts';
import type { Logger } from '../../logging/index.ts';

/** Milliseconds. */
export interface KeyTimes {
  /** After so long keys are asked for anew before another token is checked: one that was taken away is known no more. */
  readonly refresh: number;
  /** After an answer, a key that it does not hold is not asked for again: tokens can name as many as they like. */
  readonly cooldown: number;
  /** After any question, the next one. */
  readonly pause: number;
  readonly timeout: number;
}

export const KEY_TIMES: KeyTimes = { refresh: 300_000, cooldown: 10_000, pause: 5_000, timeout: 5_000 };

/** Bytes. Sets of keys have some thousand. */
const LARGEST_SET = 262_144;

/**
 * The public keys at a URL, fetched when a token first needs one, and again for a key that is not among them. Known keys are good
 * also where the URL does not answer. Rejects with a `Problem` `unavailable` where nobody can tell whether a token is good.
 */
export function remoteKeys(url: string, log: Logger, times: KeyTimes = KEY_TIMES): JWTVerifyGetKey {
  const address = URL.parse(url);
  if (address === null) return () => Promise.reject(unavailable(times, new Error(`${url} is no URL`)));
  let askedAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;
  const keys = createRemoteJWKSet(address, {
    // Never stale in the eyes of jose, which would refuse known keys while it cannot refresh them.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: times.cooldown,
    timeoutDuration: times.timeout,
    [customFetch]: (href, options) => {
      const now = performance.now();
      if (now < askedAt + times.pause) throw new Error('its keys were asked for a moment ago, without success');
      askedAt = now;
      return fetchSet(href, options);
    },
  });

  return async (header, token) => {
    if (performance.now() >= askedAt + times.refresh && keys.jwks() !== undefined) {
      refreshing = keys.reload().catch((err) => {
        log.warn({ err, url }, 'keys of an issuer cannot be refreshed; the known ones stay');
      });
    }
    // No token is checked with keys that may have been taken away long ago, while nobody asked.
    await refreshing;
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof JWKSNoMatchingKey || error instanceof JWKSMultipleMatchingKeys) throw error;
      throw unavailable(times, error);
    }
  };
}

function unavailable({ pause }: KeyTimes, cause: unknown): Problem {
  return new Problem('unavailable', {
    detail: 'The keys of the token’s issuer cannot be had now.',
    headers: { 'Retry-After': String(Math.ceil(pause / 1000)) },
    cause,
  });
}

async function fetchSet(url: string, options: RequestInit): Promise<Response> {
  const { status, body } = await fetch(url, options);
  if (status !== 200) {
    await body?.cancel();
    throw new Error(`${url} answered ${status}, not 200`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST_SET) throw new Error(`${url} answered with more than ${LARGEST_SET} bytes`);
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks));
}
