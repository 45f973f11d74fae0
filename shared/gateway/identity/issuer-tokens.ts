import type { JWTPayload } from 'jose';
import { type JWTVerifyGetKey, jwtVerify } from 'jose/jwt/verify';
import { ANY, isSubject, type TokenCheck, unauthenticated } from '../../auth/index.ts';
import type { Issuer } from '../settings/issuers.ts';
import { textsOf, words } from './claims.ts';

/** Milliseconds after which a signature is checked anew: its key may have been taken away. */
const CHECKED_AGAIN_MS = 300_000;

export interface IssuerTokensOptions {
  readonly issuer: Issuer;
  readonly keys: JWTVerifyGetKey;
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Checks tokens by the rules of one issuer alone. */
export function issuerTokens({ issuer, keys, fleet, clock }: IssuerTokensOptions): TokenCheck {
  const { name, algorithms, audience, clockSkewSeconds } = issuer;
  const granted = grantsOf(issuer, fleet);
  return async (token) => {
    const now = clock();
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [...algorithms],
      issuer: issuer.issuer,
      audience,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(now),
    });
    const subject = `${name}:${payload.sub}`;
    if (!isSubject(payload.sub) || !isSubject(subject)) {
      throw unauthenticated(fleet, 'The token names no subject, or one that nobody can keep.');
    }
    const expiresAt = ((payload.exp as number) + clockSkewSeconds) * 1000;
    const identity = Object.freeze({ subject, ...granted(payload), expiresAt });
    return { identity, validUntil: Math.min(expiresAt, now + CHECKED_AGAIN_MS) };
  };
}

/** Everything is what only `roleScopes` may grant: nobody gets it for a claim that an issuer fills with what it was asked for. */
function grantsOf({ scopeClaim, roleClaim, roleScopes }: Issuer, fleet: string) {
  const scopesOfRole = new Map(Object.entries(roleScopes));
  const texts = (payload: JWTPayload, claim: string) => {
    const found = textsOf(payload, claim);
    if (found === undefined)
      throw unauthenticated(fleet, `The claim ${claim} of the token is no text and no list of texts.`);
    return found;
  };
  return (payload: JWTPayload) => {
    const claimed = texts(payload, scopeClaim)
      .flatMap(words)
      .filter((scope) => scope !== ANY);
    const roles = Object.freeze([...texts(payload, roleClaim)]);
    const byRole = roles.flatMap((role) => scopesOfRole.get(role) ?? []);
    return { scopes: Object.freeze([...new Set([...claimed, ...byRole])]), roles };
  };
}
