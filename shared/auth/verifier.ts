import { createPublicKey, type KeyObject } from 'node:crypto';
import { JOSEError, JWSSignatureVerificationFailed, type JWTClaimValidationFailed, JWTExpired } from 'jose/errors';
import { compactVerify } from 'jose/jws/compact/verify';
import { type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose/jwt/verify';
import type { Identity } from '../context/index.ts';
import { unauthenticated } from './challenge.ts';
import { ALGORITHM, type Jwks, type PublicJwk } from './keys.ts';
import { boundedBy } from './scopes.ts';
import { isSubject } from './subject.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** How far the clocks of signer and verifier may be apart. */
const SKEW_SECONDS = 30;
/** Ours have about 300 characters; a longer one is not worth the work of reading it. */
const MAX_TOKEN_LENGTH = 4_096;
/** At about 600 bytes each. */
const CACHED_TOKENS = 5_000;

export interface TokenVerifier {
  /**
   * Who the token speaks for, with what its key may grant of the scopes it claims. The identity is frozen and
   * shared between callers. Synchronous for a token seen before, which is the hot path.
   *
   * @throws Problem `unauthenticated`, as a rejection or at once.
   */
  verify(token: string): Identity | Promise<Identity>;
}

export interface VerifierOptions {
  readonly jwks: Jwks;
  /** Issuer and audience that a token must name. */
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** @throws Error when a key is none. */
export function createVerifier({ jwks, fleet, clock = Date.now }: VerifierOptions): TokenVerifier {
  const signers = Map.groupBy(jwks.keys.map(toSigner), ({ kid }) => kid);
  const verified = new VerifiedTokens(CACHED_TOKENS);

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

  async function check(token: string): Promise<Identity> {
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
    const { sub: subject, scope = '', exp } = payload;
    if (!isSubject(subject)) throw unauthenticated(fleet, 'The token names no subject, or one that nobody can keep.');
    if (typeof scope !== 'string') throw unauthenticated(fleet, 'The scopes of the token are no text.');
    const claimed = scope.split(' ').filter(Boolean);
    const scopes = Object.freeze([...boundedBy(signer.scopes, claimed)]);
    const identity = Object.freeze({ subject, scopes });
    const validUntil = Math.min(((exp as number) + SKEW_SECONDS) * 1000, signer.validUntil);
    verified.add(token, { identity, validUntil });
    return identity;
  }

  return {
    verify(token) {
      const known = verified.find(token, clock());
      if (known !== undefined) return known;
      if (token.length > MAX_TOKEN_LENGTH) throw unauthenticated(fleet, 'The token is too long.');
      return check(token).catch((error: unknown) => {
        throw error instanceof JOSEError ? unauthenticated(fleet, explain(error), error) : error;
      });
    },
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

function explain(error: JOSEError): string {
  if (error instanceof JWTExpired) return 'The token has expired.';
  if (error.code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
    return `The claim ${(error as JWTClaimValidationFailed).claim} of the token is missing or not accepted.`;
  }
  return 'The token is not valid.';
}
