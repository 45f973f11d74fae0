import { describe, expect, it } from '@jest/globals';
import { generateKey, parseJwks, parsePrivateKey } from '../../../shared/auth/index.ts';

const { privateKey, publicKey } = await generateKey('orders', ['orders:read']);

describe('the keys file of a fleet', () => {
  it('is read back as it was written', () => {
    expect(parseJwks(JSON.stringify({ keys: [publicKey] }))).toEqual({ keys: [publicKey] });
  });

  it.each<[string, string, unknown]>([
    ['no JSON', 'must be JSON.', '{'],
    ['no object', 'must be a JSON object.', []],
    ['no keys', 'need a member "keys", an array.', {}],
    ['a key that is no object', 'Key 0 of the fleet must be an object.', { keys: ['x'] }],
    ['a private key', 'only the public half', { keys: [privateKey] }],
    ['a key of another kind', 'must be an Ed25519 key', { keys: [{ ...publicKey, kty: 'oct', k: 'AAAA' }] }],
    ['a key for another algorithm', 'must be for signatures', { keys: [{ ...publicKey, alg: 'HS256' }] }],
    ['a key without a kid', 'needs a member "kid"', { keys: [{ ...publicKey, kid: undefined }] }],
    ['a key of the wrong length', 'needs a member "x"', { keys: [{ ...publicKey, x: 'AAAA' }] }],
    ['a key without its bound', 'needs a member "scopes"', { keys: [{ ...publicKey, scopes: undefined }] }],
    ['a kid twice', 'two keys with the kid "orders"', { keys: [publicKey, publicKey] }],
  ])('with %s is refused', (_, message, document) => {
    expect(() => parseJwks(typeof document === 'string' ? document : JSON.stringify(document))).toThrow(message);
  });
});

describe('a signing key file', () => {
  it('is read back as it was written', () => {
    expect(parsePrivateKey(JSON.stringify(privateKey))).toEqual(privateKey);
  });

  it('without the private half is refused', () => {
    expect(() => parsePrivateKey(JSON.stringify(publicKey))).toThrow('needs a member "d"');
  });

  it('that is broken is refused without quoting it', () => {
    const text = JSON.stringify(privateKey).slice(0, -1);
    const reading = () => parsePrivateKey(text);
    expect(reading).toThrow('The signing key must be JSON.');
    expect(reading).not.toThrow(privateKey.d.slice(0, 8));
  });
});
