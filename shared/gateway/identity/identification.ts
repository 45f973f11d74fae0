import type { IncomingHttpHeaders } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { decodeJwt } from 'jose/jwt/decode';
import type { JWTVerifyGetKey } from 'jose/jwt/verify';
import {
  bearerToken,
  fleetTokens,
  type Jwks,
  rememberTokens,
  type TokenCheck,
  type TokenVerifier,
} from '../../auth/index.ts';
import type { Identity } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import type { Logger } from '../../logging/index.ts';
import type { ApiKey } from '../settings/api-keys.ts';
import type { Issuer } from '../settings/issuers.ts';
import { apiKeyIdentities } from './api-key-identities.ts';
import { issuerTokens } from './issuer-tokens.ts';
import { type KeyTimes, remoteKeys } from './remote-keys.ts';

export interface IdentitySettings {
  readonly issuers: readonly Issuer[];
  readonly apiKeys: readonly ApiKey[];
}

export interface Identification {
  /**
   * Who asks: by a token of the fleet, one of another issuer, or an API key. The identity is frozen and shared between requests.
   * Synchronous for an API key, and for a token seen before.
   *
   * @throws Problem as a rejection or at once: `unauthenticated`, `invalid_header` for a token and a key at once, `unavailable` where
   * the keys of an issuer cannot be had.
   */
  identify(headers: IncomingHttpHeaders): Identity | Promise<Identity>;
  /** Puts settings into force. What was known by those before is checked anew. */
  follow(settings: IdentitySettings): void;
}

export interface IdentificationOptions {
  readonly fleet: string;
  /** The keys of the fleet. */
  readonly jwks: Jwks;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  readonly keyTimes?: KeyTimes;
}

/** Knows the tokens of the fleet from the beginning, and others once it follows settings. */
export function createIdentification(options: IdentificationOptions): Identification {
  const { fleet, jwks, log, clock = Date.now, keyTimes } = options;
  const ours = fleetTokens({ jwks, fleet, clock });
  let settings: IdentitySettings = { issuers: [], apiKeys: [] };
  let remote = new Map<string, JWTVerifyGetKey>();
  let tokens = rememberTokens(ours, { fleet, clock });
  let identityOfKey = apiKeyIdentities({ apiKeys: [], fleet, clock });

  /** With a memory of its own, so that a check which is still under way cannot bring back what has been removed. */
  function verifierFor(given: readonly Issuer[]): TokenVerifier {
    const issuers = given.filter((issuer, index) => {
      if (isAlone(issuer, given.slice(0, index))) return true;
      log.error(
        { issuer: issuer.issuer, name: issuer.name },
        'an issuer has the name or the iss of another: it is left out',
      );
      return false;
    });
    // What is at a URL does not change with the settings: known keys stay, also while it is away.
    remote = new Map(issuers.map(({ jwksUrl: url }) => [url, remote.get(url) ?? remoteKeys(url, log, keyTimes)]));
    const checks = new Map<unknown, TokenCheck>(
      issuers.map((issuer) => {
        const keys = remote.get(issuer.jwksUrl) as JWTVerifyGetKey;
        return [issuer.issuer, issuerTokens({ issuer, keys, fleet, clock })];
      }),
    );
    const check: TokenCheck = async (token) => (checks.get(decodeJwt(token).iss) ?? ours)(token);
    return rememberTokens(issuers.length === 0 ? ours : check, { fleet, clock });
  }

  /** Nobody else signs in the name of the fleet, and nobody’s subjects can be taken for somebody else’s. */
  function isAlone({ name, issuer }: Issuer, before: readonly Issuer[]): boolean {
    return issuer !== fleet && before.every((other) => other.name !== name && other.issuer !== issuer);
  }

  return {
    identify({ authorization, 'x-api-key': key }) {
      if (key === undefined) return tokens.verify(bearerToken(authorization, fleet));
      if (authorization !== undefined) {
        throw new Problem('invalid_header', { detail: 'Send either a token or an API key, not both.' });
      }
      return identityOfKey(String(key));
    },
    follow({ issuers, apiKeys }) {
      if (!isDeepStrictEqual(issuers, settings.issuers)) tokens = verifierFor(issuers);
      if (!isDeepStrictEqual(apiKeys, settings.apiKeys)) identityOfKey = apiKeyIdentities({ apiKeys, fleet, clock });
      settings = { issuers, apiKeys };
    },
  };
}
