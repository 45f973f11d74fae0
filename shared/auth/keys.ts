import { generateKeyPairSync } from 'node:crypto';

/** The one signature algorithm of a fleet (RFC 8037): nothing a token says can choose another. */
export const ALGORITHM = 'EdDSA';

/** A public key of the fleet: who signs with it, and what its tokens may at most grant. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly use: 'sig';
  readonly alg: typeof ALGORITHM;
  /** The public key, base64url. */
  readonly x: string;
  /** `dev` for people, otherwise the name of the service that signs with it. */
  readonly kid: string;
  /** Scopes that tokens signed with this key may at most grant; `*` is any. */
  readonly scopes: readonly string[];
  /**
   * Of a key that has been replaced: until when its tokens are still accepted, seconds since 1970 (as in OpenID Federation 1.0,
   * section 8.7.2). Absent: the signer's current key.
   */
  readonly exp?: number;
}

/** A public key together with its secret half. Belongs in a file of mode 0600. */
export interface PrivateJwk extends PublicJwk {
  /** The private key, base64url. */
  readonly d: string;
}

/** What the fleet's keys file holds (RFC 7517, section 5): `{ "keys": [...] }`. */
export interface Jwks {
  readonly keys: readonly PublicJwk[];
}

/** Makes the key pair of a signer; `scopes` bounds what its tokens may grant. */
export async function generateKey(
  kid: string,
  scopes: readonly string[],
): Promise<{ privateKey: PrivateJwk; publicKey: PublicJwk }> {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as { x: string; d: string };
  const publicKey: PublicJwk = { kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: ALGORITHM, kid, scopes, x };
  return { publicKey, privateKey: { ...publicKey, d } };
}
