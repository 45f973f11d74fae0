import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportSPKI, importJWK, type JWTPayload } from 'jose';
import { type Asker, AT_ONCE, FLEET, startIdentification } from './support/identification.ts';
import { AUDIENCE, ISSUER, type KeyServer, startKeyServer } from './support/key-server.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const SECONDS = START / 1000;
let now = START;
let accounts: KeyServer;
let asker: Asker;

beforeAll(async () => {
  accounts = await startKeyServer('ES256', () => now);
});
afterAll(() => accounts.leave());
beforeEach(() => {
  now = START;
  asker = startIdentification(AT_ONCE, () => now);
  asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl }] });
});

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of an issuer', () => {
  it('speaks for a subject that nobody of the fleet has', async () => {
    expect(await asker.byToken(await accounts.sign({ sub: 'dev', scope: 'orders:read' }))).toEqual({
      subject: 'accounts:dev',
      scopes: ['orders:read'],
      roles: [],
      expiresAt: START + 330_000,
    });
  });

  it('is answered at once the second time, with the same frozen identity, until it expires', async () => {
    const token = await accounts.sign();
    const first = await asker.byToken(token);
    const { asked } = accounts;
    expect(await asker.byToken(token)).toBe(first);
    expect(Object.isFrozen(first) && Object.isFrozen(first.scopes) && Object.isFrozen(first.roles)).toBe(true);
    expect(accounts.asked).toBe(asked);
    now = START + 330_000;
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ status: 401, detail: 'The token has expired.' });
  });

  it('is good for several audiences, if this fleet is among them', async () => {
    await expect(asker.byToken(await accounts.sign({ aud: ['other', AUDIENCE] }))).resolves.toBeDefined();
  });

  it.each<[string, JWTPayload]>([
    ['expired within the skew', { exp: SECONDS - 29 }],
    ['to begin within the skew', { nbf: SECONDS + 29 }],
  ])('is good where it has %s', async (_, claims) => {
    await expect(asker.byToken(await accounts.sign(claims))).resolves.toBeDefined();
  });

  it('stands beside those of the fleet, which need no key of anybody else', async () => {
    expect(await asker.byToken(await asker.own('ada'))).toMatchObject({ subject: 'ada', scopes: ['*'] });
  });

  it.each(['RS256', 'PS256', 'ES384', 'EdDSA'])(
    'may be signed with %s, where that is what it is pinned to',
    async (alg) => {
      await using other = await startKeyServer(alg, () => now);
      asker.follow({ issuers: [{ jwksUrl: other.jwksUrl, algorithms: [alg] }] });
      expect(await asker.byToken(await other.sign())).toMatchObject({ subject: 'accounts:ada' });
      asker.follow({ issuers: [{ jwksUrl: other.jwksUrl, algorithms: ['ES256', 'RS512'] }] });
      expect(await asker.refusal(asker.byToken(await other.sign()))).toMatchObject({ status: 401 });
    },
  );
});

describe('a bad token', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['without a signature (alg none)', () => unsigned({ alg: 'none', kid: 'first' })],
    ['with another alg on top of alg none', () => unsigned({ alg: 'nOnE', kid: 'first' }, 'AAAA')],
    ['signed by HS256 with the public key as secret', async () => confused(JSON.stringify(accounts.keys[0]))],
    ['signed by HS256 with the public key as PEM', async () => confused(await pem())],
    ['with a key of its own', async () => ownKey()],
    ['of another issuer', () => accounts.sign({ iss: 'https://accounts.example.org' })],
    ['in the name of the fleet', () => accounts.sign({ iss: 'shop', aud: 'shop' })],
    ['whose issuer is an object', () => accounts.sign({ iss: { toString: ISSUER } as never })],
    ['without an issuer', () => accounts.sign({ iss: undefined as never })],
    ['for another audience', () => accounts.sign({ aud: 'other' })],
    ['without an audience', () => accounts.sign({ aud: undefined as never })],
    ['that expired', () => accounts.sign({ exp: SECONDS - 31 })],
    ['that never expires', () => accounts.sign({ exp: undefined as never })],
    ['that is not valid yet', () => accounts.sign({ nbf: SECONDS + 31 })],
    ['without a subject', () => accounts.sign({ sub: undefined as never })],
    ['with an empty subject', () => accounts.sign({ sub: '' })],
    ['with a subject that is a number', () => accounts.sign({ sub: 7 as never })],
    ['for a subject that no column holds', () => accounts.sign({ sub: 'x'.repeat(250) })],
    ['with scopes that are no texts', () => accounts.sign({ scope: [1] })],
    ['with roles that are an object', () => accounts.sign({ roles: { admin: true } })],
    ['with a kid nobody knows', () => accounts.sign({}, { kid: 'nobody' })],
    [
      'with a critical header nobody understands',
      () => unsigned({ alg: 'ES256', kid: 'first', crit: ['x'], x: 1 }, 'AAAA'),
    ],
    ['whose payload was changed', () => tampered(1)],
    ['whose signature was changed', () => tampered(2)],
    ['of two parts', () => 'a.b'],
    ['of rubbish', () => 'a.b.c'],
  ])('%s is refused', async (_, make) => {
    const problem = await asker.refusal(asker.byToken(await make()));
    expect(problem.status).toBe(401);
    expect(problem.headers?.['WWW-Authenticate']).toMatch(/^Bearer realm="shop", error="invalid_token"/);
  });

  it('of one issuer is not checked by the rules of another', async () => {
    await using partners = await startKeyServer('ES256', () => now);
    const issuer = 'https://partners.example.org';
    asker.follow({
      issuers: [
        { jwksUrl: accounts.jwksUrl, roleScopes: { admin: ['*'] } },
        { jwksUrl: partners.jwksUrl, name: 'partners', issuer, audience: 'partners' },
      ],
    });
    const good = await partners.sign({ iss: issuer, aud: 'partners', roles: ['admin'] });
    expect(await asker.byToken(good)).toMatchObject({ subject: 'partners:ada', scopes: [] });
    for (const claims of [{}, { iss: issuer }, { aud: 'partners' }]) {
      expect(await asker.refusal(asker.byToken(await partners.sign(claims)))).toMatchObject({ status: 401 });
    }
  });

  function payload() {
    return base64url({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', scope: '*', iat: SECONDS, exp: SECONDS + 300 });
  }

  function unsigned(header: object, signature = ''): string {
    return `${base64url(header)}.${payload()}.${signature}`;
  }

  function confused(secret: string): string {
    const signed = `${base64url({ alg: 'HS256', kid: 'first' })}.${payload()}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  async function pem(): Promise<string> {
    return exportSPKI((await importJWK(accounts.keys[0] as never, 'ES256', { extractable: true })) as CryptoKey);
  }

  /** Brings the key to check it with along. */
  async function ownKey(): Promise<string> {
    await using stranger = await startKeyServer('ES256', () => now);
    return stranger.sign({}, { jwk: stranger.keys[0], jku: stranger.jwksUrl });
  }

  async function tampered(part: 1 | 2): Promise<string> {
    const parts = (await accounts.sign()).split('.');
    const bytes = Buffer.from(parts[part] as string, 'base64url');
    bytes[10] = (bytes[10] as number) ^ 1;
    parts[part] = bytes.toString('base64url');
    return parts.join('.');
  }
});

describe('what a token of an issuer grants', () => {
  const grants = async (claims: JWTPayload, rules: object = {}) => {
    asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl, ...rules }] });
    return asker.byToken(await accounts.sign(claims));
  };
  const ROLE_SCOPES = { editor: ['orders:write', 'orders:read'], admin: ['*'] };

  it.each<[string, JWTPayload, object, readonly string[]]>([
    ['scopes as a text', { scope: 'a:read b:read' }, {}, ['a:read', 'b:read']],
    ['scopes as a list', { scp: ['a:read', 'b:read'] }, { scopeClaim: 'scp' }, ['a:read', 'b:read']],
    [
      'each once',
      { scope: 'orders:read', roles: ['editor'] },
      { roleScopes: ROLE_SCOPES },
      ['orders:read', 'orders:write'],
    ],
    ['those of roles', { roles: ['editor', 'nobody'] }, { roleScopes: ROLE_SCOPES }, ['orders:write', 'orders:read']],
    [
      'those of a role as a text',
      { roles: 'viewer editor' },
      { roleScopes: ROLE_SCOPES },
      ['orders:write', 'orders:read'],
    ],
    ['everything by a role', { roles: ['admin'] }, { roleScopes: ROLE_SCOPES }, ['*']],
    ['not everything by a claim', { scope: 'a:read *' }, {}, ['a:read']],
    ['not everything by a claim that hides it', { scope: ['a:read *', ' * '] }, {}, ['a:read']],
    ['nothing by a role that every object has', { roles: ['constructor', '__proto__'] }, {}, []],
    ['nothing by a claim that every object has', { roles: ['admin'] }, { roleClaim: 'constructor.name' }, []],
    ['nothing without a claim', {}, {}, []],
  ])('is %s', async (_, claims, rules, scopes) => {
    expect((await grants(claims, rules)).scopes).toEqual(scopes);
  });

  it.each<[string, JWTPayload, string]>([
    ['within another', { realm_access: { roles: ['editor'] } }, 'realm_access.roles'],
    ['with dots in its name', { 'https://example.org/roles': ['editor'] }, 'https://example.org/roles'],
  ])('is roles in a claim %s', async (_, claims, roleClaim) => {
    expect((await grants(claims, { roleClaim })).roles).toEqual(['editor']);
  });
});

describe('settings that change', () => {
  it('end an issuer at once, also for tokens that were seen before', async () => {
    const token = await accounts.sign();
    await asker.byToken(token);
    asker.follow({});
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ status: 401 });
  });

  it('change what an issuer grants at once', async () => {
    const token = await accounts.sign({ roles: ['editor'] });
    expect((await asker.byToken(token)).scopes).toEqual([]);
    asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl, roleScopes: { editor: ['orders:read'] } }] });
    expect((await asker.byToken(token)).scopes).toEqual(['orders:read']);
  });

  it('are not undone by a check that was under way', async () => {
    await using slow = await startKeyServer('ES256', () => now);
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    slow.answer = async (_request, response) => {
      arrived.resolve();
      await released.promise;
      response.end(JSON.stringify({ keys: slow.keys }));
    };
    asker.follow({ issuers: [{ jwksUrl: slow.jwksUrl }] });
    const token = await slow.sign();
    const asked = asker.byToken(token);
    await arrived.promise;
    asker.follow({});
    released.resolve();
    await asked;
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ status: 401 });
  });

  it.each<[string, { name?: string; issuer?: string }]>([
    ['the name of another', { issuer: 'https://partners.example.org' }],
    ['the iss of another', { name: 'partners' }],
    ['the iss of the fleet', { name: 'partners', issuer: FLEET }],
  ])('leave out an issuer with %s', async (_, partners) => {
    await using other = await startKeyServer('ES256', () => now);
    asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl }, { jwksUrl: other.jwksUrl, ...partners }] });
    expect(await asker.byToken(await accounts.sign())).toMatchObject({ subject: 'accounts:ada' });
    const token = await other.sign({ iss: partners.issuer ?? ISSUER });
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ status: 401 });
    await expect(asker.byToken(await asker.own())).resolves.toBeDefined();
  });

  it('do not forget the keys of the issuers that stay', async () => {
    await asker.byToken(await accounts.sign());
    const { asked } = accounts;
    asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl, audience: 'another' }] });
    await asker.byToken(await accounts.sign({ aud: 'another' }));
    expect(accounts.asked).toBe(asked);
  });

  it.each([
    'http://accounts.example.org/jwks.json',
    'http://2130706433/jwks.json',
    'http://127.0.0.1.example.org/',
    'http://user@127.0.0.1/',
    'https://user:secret@accounts.example.org/',
    'ftp://accounts.example.org/',
    'file:///etc/passwd',
    'https://accounts.example.org/ x',
  ])('take no keys from %s', (jwksUrl) => {
    expect(() => asker.follow({ issuers: [{ jwksUrl }] })).toThrow('/issuers/0/jwksUrl');
  });

  it.each([
    'https://accounts.example.org/jwks.json',
    'http://keycloak:8080/certs?x=1',
    'http://[::1]:8080/',
    'http://localhost',
  ])('take keys from %s', (jwksUrl) => {
    expect(() => asker.follow({ issuers: [{ jwksUrl }] })).not.toThrow();
  });

  it.each([
    { name: 'service' },
    { name: 'a:b' },
    { algorithms: ['HS256'] },
    { algorithms: ['none'] },
    { algorithms: [] },
    { roleScopes: { editor: ['a b'] } },
    { clockSkewSeconds: 301 },
  ])('know no issuer with %j', (wrong) => {
    expect(() => asker.follow({ issuers: [{ jwksUrl: accounts.jwksUrl, ...wrong }] })).toThrow(Object.keys(wrong)[0]);
  });
});
