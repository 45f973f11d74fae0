import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { AT_ONCE, startIdentification } from './support/identification.ts';
import { startKeyServer } from './support/key-server.ts';

const followed = (jwksUrl: string, times = AT_ONCE) => {
  const asker = startIdentification(times);
  asker.follow({ issuers: [{ jwksUrl }] });
  return asker;
};

/** So long that it does not pass within a test. */
const NEVER = 3_600_000;

describe('the keys of an issuer', () => {
  it('are fetched once for many tokens at once', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl);
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => server.sign({ sub: `person-${n}` })));
    await Promise.all(tokens.map((token) => asker.byToken(token)));
    expect(server.asked).toBe(1);
  });

  it('are fetched again for a key that has come since', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl);
    const old = await server.sign();
    await asker.byToken(old);
    await server.rotate('second');
    expect(await asker.byToken(await server.sign())).toMatchObject({ subject: 'accounts:ada' });
    expect(await asker.byToken(old)).toMatchObject({ subject: 'accounts:ada' });
    expect(server.asked).toBe(2);
  });

  it('are not fetched again for each key that somebody makes up', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl, { ...AT_ONCE, cooldown: NEVER });
    await asker.byToken(await server.sign());
    const storm = Array.from({ length: 200 }, async (_, n) => {
      return asker.refusal(asker.byToken(await server.sign({}, { kid: `made-up-${n}` })));
    });
    expect(new Set((await Promise.all(storm)).map(({ status }) => status))).toEqual(new Set([401]));
    expect(server.asked).toBe(1);
  });

  it('are not asked for without end where they do not come', async () => {
    await using server = await startKeyServer();
    server.answer = (_request, response) => void response.writeHead(500).end();
    const asker = followed(server.jwksUrl, { ...AT_ONCE, pause: NEVER });
    for (let n = 0; n < 50; n++) {
      expect(await asker.refusal(asker.byToken(await server.sign()))).toMatchObject({ code: 'unavailable' });
    }
    expect(server.asked).toBe(1);
  });

  it('are known no more once they have been taken away', async () => {
    await using server = await startKeyServer();
    let now = Date.now();
    const asker = startIdentification({ ...AT_ONCE, refresh: 0 }, () => now);
    asker.follow({ issuers: [{ jwksUrl: server.jwksUrl }] });
    const token = await server.sign({ exp: Math.floor(now / 1000) + 3_600 });
    await asker.byToken(token);
    await server.rotate('second');
    server.remove('first');
    const other = await server.sign();
    await asker.byToken(other);
    // It is remembered as a good one, but for minutes only, however long it says that it is good for.
    now += 300_000;
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ code: 'unauthenticated' });
  });

  it('are looked at again before a token is checked with old ones, several at once too', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl, { ...AT_ONCE, refresh: 0 });
    await asker.byToken(await server.sign());
    const old = await Promise.all(['bob', 'eve', 'joe'].map((sub) => server.sign({ sub })));
    await server.rotate('second');
    server.remove('first');
    for (const problem of await Promise.all(old.map((token) => asker.refusal(asker.byToken(token))))) {
      expect(problem).toMatchObject({ status: 401, detail: 'The token is signed by a key that is not known here.' });
    }
  });

  it('are waited for no longer than they may take', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl, { ...AT_ONCE, refresh: 0, timeout: 100 });
    await asker.byToken(await server.sign());
    server.answer = () => {};
    expect(await asker.byToken(await server.sign({ sub: 'bob' }))).toMatchObject({ subject: 'accounts:bob' });
  });

  it('need a kid where there are several', async () => {
    await using server = await startKeyServer();
    await server.rotate('second');
    const asker = followed(server.jwksUrl);
    const problem = await asker.refusal(asker.byToken(await server.sign({}, { kid: undefined })));
    expect(problem).toMatchObject({ status: 401, detail: 'The token does not say which key signed it (kid).' });
  });
});

describe('keys that cannot be had', () => {
  const HUGE = JSON.stringify({ keys: [], more: 'x'.repeat(300_000) });
  const SYMMETRIC = { kty: 'oct', k: 'AAAA', kid: 'first', alg: 'ES256' };

  it.each<[string, RequestListener]>([
    ['fails', (_request, response) => void response.writeHead(500).end('no')],
    ['sends elsewhere', (_request, response) => void response.writeHead(302, { location: '/jwks.json?other' }).end()],
    ['answers with rubbish', (_request, response) => void response.end('<html>')],
    ['answers with other JSON', (_request, response) => void response.end('[1]')],
    ['answers with too much', (_request, response) => void response.end(HUGE)],
    [
      'answers with half of it',
      (_request, response) =>
        void response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
    ],
    ['never answers', () => {}],
  ])('for its URL %s: nobody can tell whether the token is good', async (_, answer) => {
    await using server = await startKeyServer();
    server.answer = answer;
    const asker = followed(server.jwksUrl, { ...AT_ONCE, timeout: 300, pause: 1_500 });
    const problem = await asker.refusal(asker.byToken(await server.sign()));
    expect(problem).toMatchObject({ code: 'unavailable', status: 503, headers: { 'Retry-After': '2' } });
    // The fleet's own are checked as ever.
    await expect(asker.byToken(await asker.own())).resolves.toBeDefined();
  });

  it('leave tokens good whose keys are known', async () => {
    await using server = await startKeyServer();
    const asker = followed(server.jwksUrl, { ...AT_ONCE, refresh: 0 });
    await asker.byToken(await server.sign());
    await server.leave();
    expect(await asker.byToken(await server.sign({ sub: 'bob' }))).toMatchObject({ subject: 'accounts:bob' });
    expect(await asker.byToken(await server.sign({ sub: 'eve' }))).toMatchObject({ subject: 'accounts:eve' });
    await server.rotate('second');
    const token = await server.sign();
    expect(await asker.refusal(asker.byToken(token))).toMatchObject({ code: 'unavailable' });
    await server.comeBack();
    expect(await until(() => asker.byToken(token).catch(() => false as const))).toMatchObject({
      subject: 'accounts:ada',
    });
  });

  it('are none that signs and verifies with one secret', async () => {
    await using server = await startKeyServer();
    server.answer = (_request, response) => void response.end(JSON.stringify({ keys: [SYMMETRIC] }));
    const asker = followed(server.jwksUrl);
    expect(await asker.refusal(asker.byToken(await server.sign()))).toMatchObject({ status: 401 });
  });

  it('are those of a URL that is none', async () => {
    await using server = await startKeyServer();
    const asker = followed('https://999.999.999.999/');
    expect(await asker.refusal(asker.byToken(await server.sign()))).toMatchObject({ code: 'unavailable' });
  });
});
