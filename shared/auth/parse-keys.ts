import { ALGORITHM, type Jwks, type PrivateJwk, type PublicJwk } from './keys.ts';

/** Ed25519 keys are 32 bytes (RFC 8032), 43 characters of base64url. */
const KEY_BYTES = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads the text of the fleet's keys file (`AUTH_JWKS`).
 *
 * @throws Error naming the key and the member that is wrong, never quoting the text: it may hold a secret by mistake.
 */
export function parseJwks(text: string): Jwks {
  const document = parseObject(text, 'The keys of the fleet');
  if (!Array.isArray(document.keys)) throw new Error('The keys of the fleet need a member "keys", an array.');
  const keys = document.keys.map((key, index) => publicKey(key, `Key ${index} of the fleet`));
  const current = keys.filter(({ exp }) => exp === undefined);
  const twice = current.find((key, index) => current.findIndex(({ kid }) => kid === key.kid) !== index);
  if (twice) throw new Error(`The keys of the fleet hold two keys with the kid "${twice.kid}".`);
  return { keys };
}

/**
 * Reads the text of a signer's key file (`AUTH_SIGNING_KEY`).
 *
 * @throws Error naming the member that is wrong, never quoting the text.
 */
export function parsePrivateKey(text: string): PrivateJwk {
  const name = 'The signing key';
  const key = parseObject(text, name);
  const { d, ...rest } = key;
  if (typeof d !== 'string' || !KEY_BYTES.test(d))
    throw new Error(`${name} needs a member "d", a private Ed25519 key.`);
  return { ...publicKey(rest, name), d };
}

function publicKey(value: unknown, name: string): PublicJwk {
  if (!isObject(value)) throw new Error(`${name} must be an object.`);
  const { kty, crv, alg = ALGORITHM, use = 'sig', kid, x, scopes, exp } = value;
  if ('d' in value) throw new Error(`${name} holds a private key; only the public half belongs there.`);
  if (kty !== 'OKP' || crv !== 'Ed25519') throw new Error(`${name} must be an Ed25519 key ("kty": "OKP").`);
  if (alg !== ALGORITHM || use !== 'sig') throw new Error(`${name} must be for signatures with ${ALGORITHM}.`);
  if (typeof kid !== 'string' || kid === '') throw new Error(`${name} needs a member "kid", a string.`);
  if (typeof x !== 'string' || !KEY_BYTES.test(x)) throw new Error(`${name} needs a member "x", a public Ed25519 key.`);
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) {
    throw new Error(`${name} needs a member "scopes", an array of strings.`);
  }
  if (exp !== undefined && typeof exp !== 'number') throw new Error(`${name} has a member "exp" that is no number.`);
  return { kty, crv, use, alg, kid, scopes, x, ...(exp !== undefined && { exp }) };
}

function parseObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause: JSON.parse quotes the text in its message.
    throw new Error(`${name} must be JSON.`);
  }
  if (!isObject(value)) throw new Error(`${name} must be a JSON object.`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
