import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose/jwt/sign';
import { importJWK } from 'jose/key/import';
import {
  createSigner,
  createVerifier,
  generateKey,
  type PrivateJwk,
  type PublicJwk,
  type TokenVerifier,
} from '../../../shared/auth/index.ts';
import { Problem } from '../../../shared/errors/index.ts';

const FLEET = 'aurora';
const START = Date.parse('2026-01-01T00:00:00Z');
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let now: number;
let dev: { privateKey: PrivateJwk; publicKey: PublicJwk };
let reader: { privateKey: PrivateJwk; publicKey: PublicJwk };
let verifier: TokenVerifier;
const clock = () => now;

beforeAll(async () => {
  now = START;
  dev = await generateKey('dev', ['*']);
  reader = await generateKey('reader', ['orders:read', 'config:read']);
  verifier = createVerifier({ jwks: { keys: [dev.publicKey, reader.publicKey] }, fleet: FLEET, clock });
});

const sign = (key = dev.privateKey, scopes = ['orders:read'], fleet = FLEET) =>
  createSigner({ key, fleet, clock })({
    subject: key.kid === 'reader' ? 'service:reader' : 'ada',
    scopes,
    expiresInSeconds: 300,
  });

async function handmade(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const whole = { iss: FLEET, aud: FLEET, sub: 'ada', scope: 'orders:read', iat: seconds, exp: seconds + 300 };
  return new SignJWT({ ...whole, ...claims } as never)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'dev', ...header })
    .sign(await importJWK({ ...dev.privateKey } as never));
}

async function refusal(token: string): Promise<Problem> {
  try {
    await verifier.verify(token);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a good token', () => {
  it('tells who it speaks for and what it grants', async () => {
    expect(await verifier.verify(await sign())).toEqual({
      subject: 'ada',
      scopes: ['orders:read'],
      expiresAt: START + 330_000,
    });
  });

  it('is answered at once the second time, with the same frozen identity', async () => {
    const token = await sign();
    const first = await verifier.verify(token);
    const second = verifier.verify(token);
    expect(second).toBe(first);
    expect(Object.isFrozen(first) && Object.isFrozen(first.scopes)).toBe(true);
  });

  it('grants no more than its key may', async () => {
    const claimed = ['orders:read', 'orders:write'];
    expect((await verifier.verify(await sign(reader.privateKey, claimed))).scopes).toEqual(['orders:read']);
  });

  it('that claims everything gets all that its key may grant, and not the star', async () => {
    const { scopes } = await verifier.verify(await sign(reader.privateKey, ['*']));
    expect(scopes).toEqual(['orders:read', 'config:read']);
    expect((await verifier.verify(await sign(dev.privateKey, ['*']))).scopes).toEqual(['*']);
  });

  it('tells the roles that a key for everything vouches for', async () => {
    expect(await verifier.verify(await handmade({ roles: ['editor', 'Team Lead'] }))).toMatchObject({
      roles: ['editor', 'Team Lead'],
    });
  });

  it('of a key with bounds tells none', async () => {
    const token = await createSigner({ key: reader.privateKey, fleet: FLEET, clock })({
      subject: 'service:reader',
      scopes: [],
      roles: ['editor'],
      expiresInSeconds: 300,
    });
    expect(await verifier.verify(token)).not.toHaveProperty('roles');
  });

  it('without scopes grants none', async () => {
    expect((await verifier.verify(await handmade({ scope: undefined }))).scopes).toEqual([]);
  });

  it('is good until 30 s after it expired, cached or not, and no longer', async () => {
    now = START;
    const cached = await sign();
    await verifier.verify(cached);
    const fresh = await sign(dev.privateKey, ['config:read']);
    now = START + 329_000;
    expect(verifier.verify(cached)).toMatchObject({ subject: 'ada' });
    await expect(verifier.verify(fresh)).resolves.toMatchObject({ subject: 'ada' });
    now = START + 330_000;
    expect((await refusal(cached)).detail).toBe('The token has expired.');
    expect((await refusal(fresh)).detail).toBe('The token has expired.');
    now = START;
  });

  it('from a signer whose clock is 20 s ahead is accepted', async () => {
    await expect(verifier.verify(await handmade({ nbf: START / 1000 + 20 }))).resolves.toBeDefined();
  });
});

describe('a bad token', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['without a signature (alg none)', () => `${base64url({ alg: 'none', kid: 'dev' })}.${goodPayload()}.`],
    ['with another alg on top of alg none', () => `${base64url({ alg: 'None', kid: 'dev' })}.${goodPayload()}.AAAA`],
    ['signed by HS256 with the public key as secret', () => confused(dev.publicKey.x)],
    ['signed by HS256 with the whole public JWK as secret', () => confused(JSON.stringify(dev.publicKey))],
    ['for a subject that no column holds', () => handmade({ sub: 'x'.repeat(256) })],
    ['for a subject with a NUL', () => handmade({ sub: 'a\0b' })],
    ['of another issuer', () => handmade({ iss: 'other' })],
    ['for another audience', () => handmade({ aud: 'other' })],
    ['without an audience', () => handmade({ aud: undefined })],
    ['of a whole other fleet', () => sign(dev.privateKey, ['orders:read'], 'other')],
    ['with a kid nobody knows', () => handmade({}, { kid: 'nobody' })],
    ['without a kid', () => handmade({}, { kid: undefined })],
    ['with the kid of another key', () => handmade({}, { kid: 'reader' })],
    ['with a kid that every object has', () => handmade({}, { kid: '__proto__' })],
    ['with a critical header nobody understands', async () => withHeader({ crit: ['exp'], exp: 1 })],
    ['that expired', () => handmade({ exp: START / 1000 - 31 })],
    ['that never expires', () => handmade({ exp: undefined })],
    ['that is not valid yet', () => handmade({ nbf: START / 1000 + 60 })],
    ['without a subject', () => handmade({ sub: undefined })],
    ['with an empty subject', () => handmade({ sub: '' })],
    ['with scopes that are no text', () => handmade({ scope: ['*'] })],
    ['with roles that are no list', () => handmade({ roles: 'editor' })],
    ['with roles that are no texts', () => handmade({ roles: [1] })],
    ['of a service in the name of somebody else', () => ofReader('ada')],
    ['of a service in the name of another', () => ofReader('service:writer')],
    ['whose payload was changed', () => tampered(1)],
    ['whose signature was changed', () => tampered(2)],
    ['of two parts', () => 'a.b'],
    ['of an empty text', () => ''],
    ['of rubbish', () => '🙂.\u0000.{}'],
    ['of 100 KB', () => `${base64url({ alg: 'EdDSA', kid: 'dev' })}.${'a'.repeat(100_000)}.a`],
  ])('%s is refused', async (_, make) => {
    const problem = await refusal(await make());
    expect(problem.status).toBe(401);
    expect(problem.headers?.['WWW-Authenticate']).toMatch(
      /^Bearer realm="aurora", error="invalid_token", error_description="[^"]+"$/,
    );
  });

  it('of 100 KB is not even read', () => {
    expect(() => verifier.verify('a'.repeat(100_000))).toThrow('The token is too long.');
  });

  it('is not remembered as a good one', async () => {
    const token = await handmade({ aud: 'other' });
    await refusal(token);
    await refusal(token);
  });

  function ofReader(subject: string): Promise<string> {
    const sign = createSigner({ key: reader.privateKey, fleet: FLEET, clock });
    return sign({ subject, scopes: ['orders:read'], expiresInSeconds: 300 });
  }

  function goodPayload(): string {
    return base64url({ iss: FLEET, aud: FLEET, sub: 'ada', scope: '*', iat: START / 1000, exp: START / 1000 + 300 });
  }

  function confused(secret: string): string {
    const signed = `${base64url({ alg: 'HS256', kid: 'dev' })}.${goodPayload()}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  async function withHeader(header: Record<string, unknown>): Promise<string> {
    const [, payload, signature] = (await sign()).split('.');
    return `${base64url({ alg: 'EdDSA', kid: 'dev', ...header })}.${payload}.${signature}`;
  }

  async function tampered(part: 1 | 2): Promise<string> {
    const parts = (await sign()).split('.');
    const bytes = Buffer.from(parts[part] as string, 'base64url');
    bytes[10] = (bytes[10] as number) ^ 1;
    parts[part] = bytes.toString('base64url');
    return parts.join('.');
  }
});

describe('the memory of good tokens', () => {
  it('is bounded: the oldest is checked anew, and still good', async () => {
    const small = createVerifier({ jwks: { keys: [dev.publicKey] }, fleet: FLEET, clock });
    const first = await sign();
    await small.verify(first);
    const signer = createSigner({ key: dev.privateKey, fleet: FLEET, clock });
    const others = Array.from({ length: 5_000 }, (_, n) => {
      return signer({ subject: `person-${n}`, scopes: [], expiresInSeconds: 300 });
    });
    for (const token of others) await small.verify(await token);
    expect(small.verify(first)).toBeInstanceOf(Promise);
  });
});

describe('a key that has been replaced', () => {
  const SECONDS = START / 1000;
  const rotated = async (exp: number) => {
    const current = await generateKey('dev', ['*']);
    const jwks = { keys: [current.publicKey, { ...dev.publicKey, exp }] };
    return { current, verifier: createVerifier({ jwks, fleet: FLEET, clock }) };
  };

  beforeAll(() => {
    now = START;
  });

  it('is known beside the current one until its end', async () => {
    const { current, verifier: both } = await rotated(SECONDS + 60);
    for (const key of [dev.privateKey, current.privateKey]) {
      expect(await both.verify(await sign(key))).toMatchObject({ subject: 'ada', scopes: ['orders:read'] });
    }
    const stranger = await generateKey('dev', ['*']);
    await expect(both.verify(await sign(stranger.privateKey))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is known no more after it, also by a token that was seen before', async () => {
    const { current, verifier: both } = await rotated(SECONDS + 60);
    const [old, young] = [await sign(), await sign(current.privateKey)];
    await both.verify(old);
    now = START + 61_000;
    await expect(async () => both.verify(old)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await both.verify(young)).toMatchObject({ subject: 'ada' });
    now = START;
  });
});
