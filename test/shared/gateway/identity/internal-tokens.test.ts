import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createVerifier, generateKey } from '../../../../shared/auth/index.ts';
import type { Identity } from '../../../../shared/context/index.ts';
import { createInternalTokens } from '../../../../shared/gateway/identity/index.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const { privateKey: key, publicKey } = await generateKey('api-gateway', ['*']);

function startSigning() {
  const time = { now: START };
  const clock = () => time.now;
  const { verify } = createVerifier({ jwks: { keys: [publicKey] }, fleet: 'shop', clock });
  return { time, verify, tokenOf: createInternalTokens({ key, fleet: 'shop', clock }) };
}

const ADA: Identity = { subject: 'accounts:ada', scopes: ['orders:read', 'a:b'], roles: ['editor'], key: 'k1' };

describe('what services get in place of what a client sent', () => {
  it('speaks for the client by the gateway, for a minute', () => {
    const { tokenOf } = startSigning();
    expect(decodeJwt(tokenOf(ADA))).toEqual({
      iss: 'shop',
      aud: 'shop',
      sub: 'accounts:ada',
      scope: 'orders:read a:b',
      roles: ['editor'],
      act: { sub: 'service:api-gateway' },
      iat: START / 1000,
      exp: START / 1000 + 60,
    });
  });

  it('is what they verify, with the same scopes and roles', async () => {
    const { tokenOf, verify } = startSigning();
    const { subject, scopes, roles } = ADA;
    expect(await verify(tokenOf(ADA))).toMatchObject({ subject, scopes, roles });
    expect(await verify(tokenOf({ subject: 'dev', scopes: ['*'] }))).toMatchObject({ subject: 'dev', scopes: ['*'] });
  });

  it('is signed once in half a minute, for each identity', () => {
    const { time, tokenOf } = startSigning();
    const first = tokenOf(ADA);
    time.now += 29_999;
    expect(tokenOf(ADA)).toBe(first);
    expect(tokenOf({ ...ADA })).not.toBe(first);
    time.now += 1;
    const second = tokenOf(ADA);
    expect(decodeJwt(second).exp).toBe((START + 90_000) / 1000);
    expect(tokenOf(ADA)).toBe(second);
  });

  it.each([1_000, 29_000, 31_000, 60_000, 89_000, 91_000])(
    'is accepted no longer than what the client sent, which ends %i ms from now',
    async (leftMs) => {
      const { time, tokenOf, verify } = startSigning();
      const token = tokenOf({ ...ADA, expiresAt: START + leftMs });
      time.now = START + Math.min(leftMs, 90_000) - 1_000;
      await expect(verify(token)).resolves.toBeDefined();
      time.now = START + leftMs;
      await expect(async () => verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );
});
