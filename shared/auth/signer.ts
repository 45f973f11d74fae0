import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import { ALGORITHM, type PrivateJwk } from './keys.ts';

export interface TokenClaims {
  /** e.g. `dev` or `service:gateway`. */
  readonly subject: string;
  /** More than the key may grant is dropped by whoever verifies the token. */
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
}

export type TokenSigner = (claims: TokenClaims) => Promise<string>;

export interface SignerOptions {
  readonly key: PrivateJwk;
  /** Issuer and audience of the tokens. */
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** @throws Error when the key is none. */
export function createSigner({ key, fleet, clock = Date.now }: SignerOptions): TokenSigner {
  const { kty, crv, x, d } = key;
  const privateKey = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });

  return ({ subject, scopes, expiresInSeconds }) => {
    const now = Math.floor(clock() / 1000);
    return new SignJWT({ scope: scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.kid })
      .setIssuer(fleet)
      .setAudience(fleet)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .sign(privateKey);
  };
}
