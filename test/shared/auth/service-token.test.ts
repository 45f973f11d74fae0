import { describe, expect, it } from '@jest/globals';
import { createServiceToken, createVerifier, generateKey } from '../../../shared/auth/index.ts';

const { privateKey, publicKey } = await generateKey('orders', ['stock:read']);

describe('the token of a service', () => {
  it('speaks for the service and grants what its key may', async () => {
    const token = await createServiceToken({ key: privateKey, fleet: 'aurora' })();
    const verifier = createVerifier({ jwks: { keys: [publicKey] }, fleet: 'aurora' });
    expect(await verifier.verify(token)).toMatchObject({ subject: 'service:orders', scopes: ['stock:read'] });
  });

  it('never grants everything, also where its key may', async () => {
    const gateway = await generateKey('gateway', ['*']);
    const token = await createServiceToken({ key: gateway.privateKey, fleet: 'aurora' })();
    const verifier = createVerifier({ jwks: { keys: [gateway.publicKey] }, fleet: 'aurora' });
    expect(await verifier.verify(token)).toMatchObject({
      subject: 'service:gateway',
      scopes: ['config:read', 'registry:read', 'registry:write'],
    });
  });

  it('is made once, and anew a minute before it expires', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const token = createServiceToken({ key: privateKey, fleet: 'aurora', clock: () => now });
    const [first, second] = await Promise.all([token(), token()]);
    expect(second).toBe(first);
    now += 239_000;
    expect(await token()).toBe(first);
    now += 1_000;
    expect(await token()).not.toBe(first);
  });
});
