import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPEN, refused, request } from './support/case.ts';
import { answerOk } from './support/raw-upstream.ts';
import { exchange, run, type Site, startSite } from './support/site.ts';
import { bodies } from './themes/bodies.ts';
import { fields } from './themes/fields.ts';
import { framing } from './themes/framing.ts';
import { parsers } from './themes/parsers.ts';
import { proxies } from './themes/proxies.ts';
import { syntax } from './themes/syntax.ts';
import { targets } from './themes/targets.ts';
import { forgeries, type Good } from './themes/tokens.ts';
import { upgrades } from './themes/upgrades.ts';
import { DOCUMENT, validated } from './themes/validated.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
});

describe.each([
  ['where a body ends', framing],
  ['what is no HTTP', syntax],
  ['what is asked for', targets],
  ['what goes on to a service', fields],
  ['what would be another protocol', upgrades],
  ['what parsers have stumbled over', parsers],
])('%s', (_theme, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => run(site, one), 10_000);
});

describe('a token', () => {
  const THINGS = 'GET /api/v1/things HTTP/1.1';
  const goodOne = async (): Promise<Good> => {
    const { keys } = JSON.parse(site.gateway.app.environment.authJwks);
    return { token: await site.gateway.token('things:read'), jwk: keys[0] };
  };

  it.each(forgeries)('that is forged is refused: %s', async (name, make) => {
    const authorization = make(await goodOne());
    await run(site, refused(name, request(THINGS, 'Host: a', `Authorization: ${authorization}`), 401));
  });

  it.each([
    [
      'in the query',
      (token: string) => request(`${THINGS.replace(' HTTP', `?access_token=${token} HTTP`)}`, 'Host: a'),
    ],
    ['in a cookie', (token: string) => request(THINGS, 'Host: a', `Cookie: token=${token}; access_token=${token}`)],
    ['in another header', (token: string) => request(THINGS, 'Host: a', `X-Authorization: Bearer ${token}`)],
    ['of a proxy', (token: string) => request(THINGS, 'Host: a', `Proxy-Authorization: Bearer ${token}`)],
    ['in a name with an underscore', (token: string) => request(THINGS, 'Host: a', `Authorization_: Bearer ${token}`)],
  ])('that comes elsewhere is none: %s', async (name, make) => {
    await run(site, refused(name, make((await goodOne()).token), 401));
  });

  it('that grants something else is refused', async () => {
    const bytes = request(
      THINGS.replace('GET', 'DELETE'),
      'Host: a',
      `Authorization: Bearer ${(await goodOne()).token}`,
    );
    await run(site, refused('', bytes, 403));
  });

  it('that is good passes, its scheme in any case', async () => {
    const { token } = await goodOne();
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const bytes = request(THINGS, 'Host: a', 'Connection: close', `Authorization: ${scheme} ${token}`);
      expect(await exchange(site.gateway.url, bytes)).toMatchObject([{ status: 200 }]);
    }
  });
});

describe('a body that the gateway reads', () => {
  let reading: Site;
  beforeAll(async () => {
    const rule = { path: OPEN, request: { body: { remove: ['/role'], set: { '/seen': true } } } };
    reading = await startSite({}, { routes: [rule] });
  });
  afterAll(async () => {
    await reading?.[Symbol.asyncDispose]();
  });

  it.each(bodies.map((one) => [one.name, one] as const))('%s', (_name, one) => run(reading, one), 10_000);
});

describe('what a trusted proxy passes on', () => {
  let behind: Site;
  beforeAll(async () => {
    behind = await startSite({}, { trustedProxies: ['127.0.0.1/32'] });
  });
  afterAll(async () => {
    await behind?.[Symbol.asyncDispose]();
  });

  it.each(proxies.map((one) => [one.name, one] as const))('%s', (_name, one) => run(behind, one), 10_000);
});

describe('a body that the gateway validates', () => {
  let validating: Site;
  beforeAll(async () => {
    const document = request('HTTP/1.1 200 OK', 'Content-Type: application/json', `Content-Length: ${DOCUMENT.length}`);
    validating = await startSite(
      {
        onRequest: (socket, { target }) =>
          void socket.write(target === '/openapi.json' ? document + DOCUMENT : answerOk(target)),
      },
      { validation: true },
    );
    await exchange(validating.gateway.url, request(`GET ${OPEN} HTTP/1.1`, 'Host: a', 'Connection: close'));
  });
  afterAll(async () => {
    await validating?.[Symbol.asyncDispose]();
  });

  it.each(validated.map((one) => [one.name, one] as const))('%s', (_name, one) => run(validating, one), 10_000);
});
