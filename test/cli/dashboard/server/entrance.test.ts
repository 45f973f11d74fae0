import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Visitor } from '../../../support/visitor.ts';
import { type Desk, openDesk } from './support/desk.ts';

let desk: Desk;
let visitor: Visitor;
beforeAll(async () => {
  desk = await openDesk();
  visitor = await desk.enter();
});
afterAll(async () => desk?.[Symbol.asyncDispose]());

const stranger = () => Visitor.stranger(desk.dashboard.origin);
const port = () => new URL(desk.dashboard.origin).port;

describe('who may in', () => {
  it('is who follows the address that was printed, once', async () => {
    const { url } = desk.dashboard;
    expect(new URL(url).searchParams.get('token')).toMatch(/^[\w-]{43}$/);
    const { pathname, search } = new URL(url);
    const first = await stranger().ask(pathname + search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toMatch(/^\/#word=[\w-]{43}$/);
    const attributes = first.headers['set-cookie']?.[0]?.split('; ').slice(1);
    expect(attributes).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict']);

    const second = await stranger().ask(pathname + search);
    expect(second).toMatchObject({ status: 401, body: { code: 'not_signed_in', next: 'aurora dashboard' } });
    expect(desk.dashboard.url).not.toBe(url);
    expect(desk.moved.at(-1)).toBe(desk.dashboard.url);

    // Somebody who is in uses nothing up.
    const next = desk.dashboard.url;
    expect((await visitor.ask(pathname + search)).headers).toMatchObject({ location: '/' });
    expect(desk.dashboard.url).toBe(next);
  });

  it.each(['/', '/app-ABCDEFGH.js', '/api/session', '/api/stream', '/api/logs', '/?token=wrong', '/?token='])(
    'is nobody else: %s',
    async (path) => {
      const { status, text } = await stranger().ask(path);
      expect({ status, text }).toEqual({ status: 401, text: expect.stringContaining('aurora dashboard') });
    },
  );

  it.each(['aurora-dashboard-PORT=wrong', 'aurora-dashboard-PORT=', 'other=1; aurora-dashboard-PORT', '='])(
    'is nobody with the cookie %s',
    async (cookie) => {
      const { status } = await stranger().ask('/api/session', { headers: { cookie: cookie.replace('PORT', port()) } });
      expect(status).toBe(401);
    },
  );

  it('is not kept out by a cookie of the same name, which a server on another port may set', async () => {
    const { pathname, search } = new URL(desk.dashboard.url);
    const { headers } = await stranger().ask(pathname + search);
    const [own] = headers['set-cookie']?.[0]?.split(';') ?? [];
    const cookie = `aurora-dashboard-${port()}=planted; ${own}`;
    expect((await visitor.ask('/api/session', { headers: { cookie } })).status).toBe(200);
  });

  it('is not who has the cookie alone: browsers send it to every port of this machine', async () => {
    for (const path of ['/api/session', '/api/stream', '/api/logs', '/api/session?word=guessed']) {
      const { status, text } = await visitor.ask(path, { headers: { 'x-aurora-word': undefined } });
      expect({ status, text }).toEqual({ status: 403, text: expect.stringContaining('not_from_the_page') });
    }
    expect((await visitor.ask('/', { headers: { 'x-aurora-word': undefined } })).status).toBe(200);
  });

  it.each(['same-site', 'cross-site'])('is no page that a browser says is of %s', async (site) => {
    const headers = { 'sec-fetch-site': site };
    expect((await visitor.ask('/api/session', { headers })).status).toBe(403);
    // A link to the page may be anywhere.
    expect((await visitor.ask('/', { headers })).status).toBe(200);
  });

  it('is told as a sentence where a person looks', async () => {
    const { headers, text } = await stranger().ask('/', { headers: { accept: 'text/html,*/*' } });
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^Open the address/);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:PORT',
    'localhost.evil.example:PORT',
  ])('is nobody who calls it %s: names can be made to lead here', async (name) => {
    const host = name.replace('PORT', port());
    expect(await visitor.ask('/api/session', { headers: { host } })).toMatchObject({
      status: 421,
      body: { code: 'wrong_host' },
    });
  });

  it('may call it localhost', async () => {
    expect((await visitor.ask('/api/session', { headers: { host: `localhost:${port()}` } })).status).toBe(200);
  });
});

describe('what changes something', () => {
  const restart = '/api/services/file-service/restart';

  it.each<[string, Record<string, string | undefined>]>([
    ['without the word', { 'x-aurora-word': undefined }],
    ['with another word', { 'x-aurora-word': 'guessed' }],
    ['from another origin', { origin: 'http://evil.example' }],
    ['from another port', { origin: 'http://127.0.0.1:1' }],
    ['from nowhere', { origin: undefined }],
    ['from a page of no origin', { origin: 'null' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from the same site on another port', { 'sec-fetch-site': 'same-site' }],
  ])('is refused %s', async (_, headers) => {
    expect(await visitor.post(restart, {}, headers)).toMatchObject({
      status: 403,
      body: { code: 'not_from_the_page' },
    });
    expect(desk.asked.map(([source]) => source)).not.toContain('restart');
  });

  it('is refused with a word but no session', async () => {
    expect((await visitor.post(restart, {}, { cookie: undefined })).status).toBe(401);
  });
});

describe('every answer', () => {
  it.each(['/', '/api/session', '/nowhere'])('forbids what the page does not need: %s', async (path) => {
    for (const who of [visitor, stranger()]) {
      const { headers } = await who.ask(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none';/),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http/);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('the files of the page', () => {
  it('are those that it consists of', async () => {
    expect(await visitor.ask('/')).toMatchObject({ status: 200, text: expect.stringContaining('the page') });
    const { headers } = await visitor.ask('/app-ABCDEFGH.js');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  it.each([
    ['/notes.txt', 404],
    ['/../package.json', 404],
    ['/..%2fpackage.json', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/..\\..\\etc\\passwd', 404],
    ['/index.html%00', 404],
    ['/%', 404],
    ['//evil.example/', 400],
    ['http://evil.example/', 400],
    ['/api/traces/%', 400],
    ['/api/nothing', 404],
    ['/api/session/', 404],
  ])('are nothing else: %s', async (path, status) => {
    expect((await visitor.ask(path)).status).toBe(status);
  });

  it.each([
    ['DELETE', '/api/session'],
    ['POST', '/'],
    ['PUT', '/api/try'],
    ['GET', '/api/try'],
    ['GET', '/api/events/replay'],
  ])('and routes take their methods alone: %s %s', async (method, path) => {
    expect(await visitor.ask(path, { method })).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });
});
