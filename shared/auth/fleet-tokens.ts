import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { JWSSignatureVerificationFailed } from 'jose/errors';
import { compactVerify } from 'jose/jws/compact/verify';
import { type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose/jwt/verify';
import type { Identity } from '../context/index.ts';
import { unauthenticated } from './challenge.ts';
import { ALGORITHM, type Jwks, type PublicJwk } from './keys.ts';
import { boundedBy, isUnbounded } from './scopes.ts';
import { isSubject, serviceSubject } from './subject.ts';
import type { TokenCheck } from './verified-tokens.ts';

/** How far the clocks of signer and verifier may be apart. */
export const SKEW_SECONDS = 30;

export interface FleetTokenOptions {
  readonly jwks: Jwks;
  /** Issuer and audience that a token must name. */
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** Checks tokens that are signed by a key of the fleet. @throws Error when a key is none. */
export function fleetTokens({ jwks, fleet, clock = Date.now }: FleetTokenOptions): TokenCheck {
  const signers = Map.groupBy(jwks.keys.map(toSigner), ({ kid }) => kid);

  /** Who may have signed it, the current key first; the last one decides. */
  async function signerOf(kid: string | undefined, token: string): Promise<Signer> {
    const known = (signers.get(kid ?? '') ?? []).filter(({ validUntil }) => clock() < validUntil);
    for (const signer of known.slice(0, -1)) {
      if (await hasSigned(signer, token)) return signer;
    }
    const last = known.at(-1);
    if (last === undefined) throw unauthenticated(fleet, 'The token is signed by a key that is not known here.');
    return last;
  }

  return async (token) => {
    const options: JWTVerifyOptions = {
      algorithms: [ALGORITHM],
      issuer: fleet,
      audience: fleet,
      requiredClaims: ['sub', 'exp', 'iat'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(clock()),
    };
    const signed = Promise.withResolvers<Signer>();
    const keyFor: JWTVerifyGetKey = async ({ kid }) => {
      const signer = await signerOf(kid, token);
      signed.resolve(signer);
      return signer.key;
    };
    const { payload } = await jwtVerify(token, keyFor, options);
    const signer = await signed.promise;
    const expiresAt = Math.min(((payload.exp as number) + SKEW_SECONDS) * 1000, signer.validUntil);
    return { identity: identityOf(payload, signer, fleet, expiresAt), validUntil: expiresAt };
  };
}

interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly validUntil: number;
}

function toSigner({ kid, scopes, exp = Number.POSITIVE_INFINITY, kty, crv, x }: PublicJwk): Signer {
  return { kid, scopes, key: createPublicKey({ key: { kty, crv, x }, format: 'jwk' }), validUntil: exp * 1000 };
}

async function hasSigned({ key }: Signer, token: string): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [ALGORITHM] });
    return true;
  } catch (error) {
    if (error instanceof JWSSignatureVerificationFailed) return false;
    throw error;
  }
}

/** What a key may not grant it cannot vouch for either: one with bounds speaks for its own service, and knows no roles. */
function identityOf(payload: JWTPayload, { kid, scopes: bound }: Signer, fleet: string, expiresAt: number): Identity {
  const { sub: subject, scope = '', roles = [] } = payload;
  if (!isSubject(subject)) throw unauthenticated(fleet, 'The token names no subject, or one that nobody can keep.');
  if (typeof scope !== 'string') throw unauthenticated(fleet, 'The scopes of the token are no text.');
  if (!isTexts(roles)) throw unauthenticated(fleet, 'The roles of the token are no list of texts.');
  const scopes = Object.freeze([...boundedBy(bound, scope.split(' ').filter(Boolean))]);
  if (!isUnbounded(bound)) {
    if (subject !== serviceSubject(kid))
      throw unauthenticated(fleet, 'The key of the token speaks for its service only.');
    return Object.freeze({ subject, scopes, expiresAt });
  }
  return Object.freeze({ subject, scopes, ...(roles.length > 0 && { roles: Object.freeze([...roles]) }), expiresAt });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
