import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Asker, AT_ONCE, startIdentification } from './support/identification.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const key = `shop_reports_${randomBytes(32).toString('base64url')}`;
const sha256 = (encoding: 'hex' | 'base64url') => createHash('sha256').update(key).digest(encoding);
const REPORTS = { id: 'reports', sha256: sha256('hex'), subject: 'reports', scopes: ['orders:read'] };

let now = START;
let asker: Asker;
const byKey = (value = key) => asker.by({ 'x-api-key': value });

beforeEach(() => {
  now = START;
  asker = startIdentification(AT_ONCE, () => now);
});

describe('an API key', () => {
  it.each(['hex', 'base64url'] as const)('speaks for its subject, found by its hash in %s', async (encoding) => {
    asker.follow({ apiKeys: [{ ...REPORTS, sha256: sha256(encoding), roles: ['auditor'] }] });
    const identity = await byKey();
    expect(identity).toEqual({ subject: 'reports', scopes: ['orders:read'], roles: ['auditor'], key: 'reports' });
    expect(Object.isFrozen(identity) && Object.isFrozen(identity.scopes)).toBe(true);
    expect(await byKey()).toBe(identity);
  });

  it('is good until it ends', async () => {
    asker.follow({ apiKeys: [{ ...REPORTS, expiresAt: '2026-01-01T01:00:00+00:00' }] });
    now = START + 3_599_999;
    expect(await byKey()).toMatchObject({ subject: 'reports', expiresAt: START + 3_600_000 });
    now = START + 3_600_000;
    expect(await asker.refusal(byKey())).toMatchObject({ status: 401, detail: 'The API key has expired.' });
  });

  it('that ends on a day that is none is not good', async () => {
    asker.follow({ apiKeys: [{ ...REPORTS, expiresAt: '2026-13-01T00:00:00Z' }] });
    expect(await asker.refusal(byKey())).toMatchObject({ status: 401 });
  });

  it.each(['', 'x', key.slice(0, -1), `${key}x`, key.toUpperCase(), `${key}, ${key}`, sha256('hex')])(
    'that is another is not known: %s',
    async (other) => {
      asker.follow({ apiKeys: [REPORTS] });
      expect(await asker.refusal(byKey(other))).toMatchObject({
        status: 401,
        detail: 'The API key is not known here.',
      });
    },
  );

  it('is not sent together with a token', async () => {
    asker.follow({ apiKeys: [REPORTS] });
    const both = asker.by({ 'x-api-key': key, authorization: `Bearer ${await asker.own()}` });
    expect(await asker.refusal(both)).toMatchObject({ status: 400, code: 'invalid_header' });
  });

  it('that is revoked is not known from then on; the others are', async () => {
    const other = `shop_others_${randomBytes(32).toString('base64url')}`;
    const others = { ...REPORTS, id: 'others', sha256: createHash('sha256').update(other).digest('hex') };
    asker.follow({ apiKeys: [REPORTS, others] });
    await byKey();
    asker.follow({ apiKeys: [others] });
    expect(await asker.refusal(byKey())).toMatchObject({ status: 401 });
    expect(await byKey(other)).toMatchObject({ key: 'others' });
  });

  it.each([
    { subject: 'service:config-service' },
    { subject: '' },
    { subject: 'a\0b' },
    { sha256: key },
    { scopes: ['a b'] },
    { roles: ['a\nb'] },
    { expiresAt: 'tomorrow' },
    { id: 'a_b' },
  ])('is none with %j', (wrong) => {
    expect(() => asker.follow({ apiKeys: [{ ...REPORTS, ...wrong }] })).toThrow(`/apiKeys/0/${Object.keys(wrong)[0]}`);
  });
});
