import { describe, expect, it } from '@jest/globals';
import type { Cors } from '../../../shared/gateway/settings/index.ts';
import { startGateway, startUpstream, type TestSettings } from '../../../shared/gateway/testing/index.ts';

const PATH = '/api/v1/things';
const SHOP = 'https://shop.example.org';
const PREFLIGHT = { origin: SHOP, 'access-control-request-method': 'PUT' };

async function startWith(settings: TestSettings, headers: Record<string, string> = {}) {
  const parts = new AsyncDisposableStack();
  const upstream = parts.use(await startUpstream((_request, response) => response.writeHead(200, headers).end('ok')));
  const gateway = parts.use(await startGateway({ instances: { things: [upstream.url] }, settings }));
  const ask = (path = PATH, { headers: asked, ...init }: RequestInit = {}) =>
    fetch(gateway.url + path, { ...init, headers: { authorization: gateway.authorization, ...(asked as object) } });
  return { upstream, gateway, ask, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** What an answer says of sharing. */
const sharing = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'));

const withCors = (cors: Partial<Cors>): TestSettings => ({ cors });

describe('pages of other origins', () => {
  it('are told nothing where nothing is configured, and their preflights go the way of other requests', async () => {
    await using all = await startWith({});
    expect(sharing(await all.ask(PATH, { headers: { origin: SHOP } }))).toEqual({});
    expect((await fetch(all.gateway.url + PATH, { method: 'OPTIONS', headers: PREFLIGHT })).status).toBe(401);
  });

  it('hear in a preflight what they may do, without a token and before limits, and the service hears nothing', async () => {
    const rateLimit = { requests: 1 };
    await using all = await startWith({
      ...withCors({ origins: [SHOP], methods: ['GET', 'PUT'], headers: ['If-Match'], maxAgeSeconds: 60 }),
      rateLimit,
    });
    for (const path of [PATH, PATH, '/docs', '/nowhere']) {
      const answer = await fetch(all.gateway.url + path, { method: 'OPTIONS', headers: PREFLIGHT });
      expect(answer.status).toBe(204);
      expect(sharing(answer)).toMatchObject({
        'access-control-allow-origin': SHOP,
        'access-control-allow-methods': 'GET, PUT',
        'access-control-allow-headers': 'If-Match',
        'access-control-max-age': '60',
        vary: 'Origin',
      });
      expect(answer.headers.get('content-length')).toBeNull();
    }
    expect(all.upstream.requests).toHaveLength(0);
  });

  it.each<[string, Partial<Cors>, string | undefined, Record<string, string>]>([
    ['listed', { origins: [SHOP] }, SHOP, { 'access-control-allow-origin': SHOP, vary: 'Accept, Origin' }],
    [
      'listed, with credentials',
      { origins: [SHOP], credentials: true },
      SHOP,
      { 'access-control-allow-origin': SHOP, 'access-control-allow-credentials': 'true', vary: 'Accept, Origin' },
    ],
    [
      'not listed',
      { origins: [SHOP], credentials: true },
      'https://shop.example.org.evil.org',
      { vary: 'Accept, Origin' },
    ],
    ['of another scheme', { origins: [SHOP] }, 'http://shop.example.org', { vary: 'Accept, Origin' }],
    ['of another port', { origins: [SHOP] }, `${SHOP}:8443`, { vary: 'Accept, Origin' }],
    ['without a name', { origins: [SHOP] }, 'null', { vary: 'Accept, Origin' }],
    ['none', { origins: [SHOP] }, undefined, { vary: 'Accept, Origin' }],
    [
      'any',
      { origins: ['*'], credentials: true },
      'https://evil.org',
      { 'access-control-allow-origin': '*', vary: 'Accept' },
    ],
    [
      'any beside listed',
      { origins: ['*', SHOP], credentials: true },
      'https://evil.org',
      { 'access-control-allow-origin': '*', vary: 'Accept, Origin' },
    ],
    [
      'listed beside any',
      { origins: ['*', SHOP], credentials: true },
      SHOP,
      { 'access-control-allow-origin': SHOP, 'access-control-allow-credentials': 'true', vary: 'Accept, Origin' },
    ],
  ])('may read answers if their origin is %s', async (_what, cors, origin, expected) => {
    const ofService = {
      vary: 'Accept',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
    };
    await using all = await startWith(withCors({ ...cors, expose: [] }), ofService);
    expect(sharing(await all.ask(PATH, { headers: origin === undefined ? {} : { origin } }))).toEqual(expected);
  });

  it('may read errors as well', async () => {
    const rateLimit = { requests: 1 };
    await using all = await startWith({ ...withCors({ origins: [SHOP] }), rateLimit });
    const headers = { origin: SHOP };
    const unauthenticated = await fetch(all.gateway.url + PATH, { headers });
    await all.ask();
    const limited = await all.ask(PATH, { headers });
    all.gateway.configure({ cors: { origins: [SHOP] }, rateLimit: {} });
    all.gateway.instances.things = [];
    const away = await all.ask(PATH, { headers });
    const nowhere = await all.ask('/nowhere', { headers });
    const answers = [unauthenticated, limited, away, nowhere];
    expect(answers.map(({ status }) => status)).toEqual([401, 429, 503, 404]);
    for (const answer of answers) {
      expect(sharing(answer)).toMatchObject({ 'access-control-allow-origin': SHOP, vary: 'Origin' });
      expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
    }
  });

  it('are told otherwise as soon as the settings say so', async () => {
    await using all = await startWith(withCors({ origins: [SHOP] }));
    all.gateway.configure({ cors: { origins: ['https://other.example.org'] } });
    const preflight = await all.ask(PATH, { method: 'OPTIONS', headers: PREFLIGHT });
    expect([preflight.status, sharing(preflight)]).toMatchObject([204, { vary: 'Origin' }]);
    expect(sharing(preflight)).not.toHaveProperty('access-control-allow-origin');
    expect(sharing(await all.ask('/health', { headers: { origin: SHOP } }))).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });
});

const SECURE = {
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

describe('security headers', () => {
  it('stand on every answer, errors included, and name no maker', async () => {
    await using all = await startWith({}, { server: 'gunicorn', 'x-powered-by': 'PHP' });
    const answers = [
      await all.ask(),
      await all.ask(PATH, { method: 'HEAD' }),
      await fetch(all.gateway.url + PATH),
      await all.ask('/nowhere'),
      await all.ask('/health'),
      await all.ask('/metrics'),
      await all.ask(PATH, { method: 'OPTIONS' }),
      await all.ask('/%zz'),
    ];
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject(SECURE);
      expect(headers.has('server')).toBe(false);
      expect(headers.has('x-powered-by')).toBe(false);
      // Not over plain HTTP.
      expect(headers.has('strict-transport-security')).toBe(false);
    }
  });

  it('ask for HTTPS from then on where a request came over it', async () => {
    await using all = await startWith({ trustedProxies: ['127.0.0.1/32'] });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
    for (const path of [PATH, '/health']) {
      expect((await all.ask(path, { headers })).headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect((await all.ask(path)).headers.has('strict-transport-security')).toBe(false);
    }
  });

  it('leave what an answer says itself, and the policy of /docs', async () => {
    const policy = "default-src 'self'; frame-ancestors https://partner.example.org";
    await using all = await startWith({}, { 'content-security-policy': policy, 'referrer-policy': 'origin' });
    expect(Object.fromEntries((await all.ask()).headers)).toMatchObject({
      ...SECURE,
      'content-security-policy': policy,
      'referrer-policy': 'origin',
    });
    const docs = await all.ask('/docs');
    expect(docs.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(docs.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are what rules make of them, and none where they are off', async () => {
    const headers = { remove: ['X-Frame-Options'], set: { 'Referrer-Policy': 'origin' } };
    await using all = await startWith({ routes: [{ path: PATH, response: { headers } }] });
    const ruled = await all.ask();
    expect([ruled.headers.get('referrer-policy'), ruled.headers.has('x-frame-options')]).toEqual(['origin', false]);
    all.gateway.configure({ routes: [], securityHeaders: false });
    for (const path of [PATH, '/health', '/nowhere']) {
      expect((await all.ask(path)).headers.has('x-frame-options')).toBe(false);
    }
  });
});
