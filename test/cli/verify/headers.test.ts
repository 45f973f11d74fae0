import { describe, expect, it } from '@jest/globals';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { checksOf } from '../../../cli/verify/checks-of.ts';
import { runChecks } from '../../../cli/verify/run.ts';
import { type Answer, type Defect, problem, type Request, shop } from './support/shop.ts';

const PATIENT_MS = 20_000;

async function outcomesOf(defect?: Defect) {
  await using fleet = await shop(defect);
  const checks = await checksOf(fleet.ground, { areas: ['headers'] });
  return await runChecks(checks, fleet.ground, { budgetMs: 60_000, patienceMs: PATIENT_MS, narrator: silentNarrator });
}

async function failuresOf(defect: Defect): Promise<string[]> {
  const outcomes = await outcomesOf(defect);
  return outcomes.flatMap(({ status, claim, reason }) => (status === 'failed' ? [`${claim}: ${reason}`] : []));
}

/** An answer of a service, where a request is of some kind. */
function answering(service: string, is: (request: Request) => boolean, answer: Answer): Defect {
  return (name, request) => (name === service && is(request) ? answer : undefined);
}

const set = (settings: object): Defect =>
  answering('config-service', ({ path }) => path === '/api/v1/config/api-gateway', {
    status: 200,
    body: { values: settings },
  });

const both =
  (...defects: Defect[]): Defect =>
  (service, request) =>
    defects.map((defect) => defect(service, request)).find((answer) => answer !== undefined);

const PAGE = 'https://app.example.org';

describe('the checks of headers', () => {
  it('pass where all is well, and are three a service and one of CORS', async () => {
    const outcomes = await outcomesOf();
    expect(outcomes.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(outcomes).toHaveLength(3 * 3 + 1);
  });

  it.each<[title: string, defect: Defect, failure: RegExp]>([
    [
      'the gateway forgets one on an error',
      answering('api-gateway', ({ path }) => path.startsWith('/verify-'), {
        ...problem(404, 'not_found'),
        headers: { 'content-type': 'application/problem+json', 'x-frame-options': undefined },
      }),
      /^api-gateway tells browsers .*: the answer to an unknown path .* has x-frame-options missing, not DENY$/,
    ],
    [
      'a parser forgets them all',
      answering('api-gateway', ({ method }) => method === 'UNREAD', {
        status: 400,
        headers: {
          'content-security-policy': undefined,
          'content-type': 'application/problem+json',
        },
      }),
      /^api-gateway tells browsers .*: the answer to what is no HTTP .* has content-security-policy missing/,
    ],
    [
      'a page may be framed',
      answering('api-gateway', ({ path }) => path === '/docs', {
        status: 200,
        body: '',
        headers: { 'content-security-policy': "default-src 'none'", 'content-type': 'text/html' },
      }),
      /^api-gateway tells browsers .*: the page \/docs .* has content-security-policy default-src 'none', not frame-ancestors/,
    ],
    [
      'a service lets types be guessed',
      answering('orders-service', ({ path }) => path === '/health', {
        status: 200,
        body: {},
        headers: { 'x-content-type-options': undefined },
      }),
      /^orders-service tells browsers .*: the answer to GET \/health .* has x-content-type-options missing, not nosniff$/,
    ],
    [
      'a server says what it is made with',
      answering('orders-service', ({ path }) => path === '/health', {
        status: 200,
        body: {},
        headers: { server: 'gunicorn' },
      }),
      /^orders-service gives nothing away .* has server gunicorn, not none$/,
    ],
    [
      'an error is a page',
      answering('config-service', ({ path }) => path === '/%zz', {
        status: 400,
        body: '<h1>Bad</h1>',
        headers: { 'content-type': 'text/html' },
      }),
      /^config-service gives nothing away .* has content-type text\/html, not application\/problem\+json$/,
    ],
    [
      'an error shows a stack',
      answering('api-gateway', ({ path, scopes }) => path === '/api/v1/orders' && scopes === undefined, {
        ...problem(401, 'unauthenticated', 'Error: no\n    at verify (/srv/auth.ts:12:7)'),
      }),
      /^api-gateway gives nothing away .* has a body with at verify \(, not a problem for clients$/,
    ],
    [
      'an answer bears another id',
      answering('orders-service', ({ path, scopes }) => path.startsWith('/api/v1/orders') && scopes !== undefined, {
        status: 200,
        body: { items: [] },
        headers: { 'x-correlation-id': 'other' },
      }),
      /^orders-service names on every answer .* has x-correlation-id other, not verify-/,
    ],
    [
      'any page may call, though the settings name none',
      answering('api-gateway', ({ headers }) => headers.origin !== undefined, {
        ...problem(404, 'not_found'),
        headers: { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' },
      }),
      /^api-gateway lets pages .* has access-control-allow-origin \*, not none$/,
    ],
    [
      'the page that the settings name may not',
      set({ cors: { origins: [PAGE] } }),
      /^api-gateway lets pages .* page of https:\/\/app\.example\.org has access-control-allow-origin none, not https:\/\/app/,
    ],
  ])('fail, one of them, where %s', async (_title, defect, failure) => {
    expect(await failuresOf(defect)).toEqual([expect.stringMatching(failure)]);
  });

  it('go by the settings as they are now', async () => {
    const bare = answering('api-gateway', ({ path }) => path === '/health', {
      status: 200,
      body: {},
      headers: { 'x-frame-options': undefined },
    });
    const outcomes = await outcomesOf(both(set({ securityHeaders: false }), bare));
    expect(outcomes.filter(({ status }) => status !== 'passed')).toMatchObject([
      { status: 'skipped', reason: 'the setting securityHeaders is off' },
    ]);
    const ruled = answering('api-gateway', ({ scopes }) => scopes !== undefined, {
      status: 200,
      body: { items: [] },
      headers: { 'x-frame-options': undefined },
    });
    expect(await failuresOf(ruled)).toHaveLength(1);
    const routes = [{ path: '/api/v1/orders', response: { headers: { remove: ['X-Frame-Options'] } } }];
    expect(await failuresOf(both(set({ routes }), ruled))).toEqual([]);
  });
});
