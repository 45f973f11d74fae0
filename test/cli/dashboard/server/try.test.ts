import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Visitor } from '../../../support/visitor.ts';
import { type Desk, openDesk } from './support/desk.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let desk: Desk;
let visitor: Visitor;
let seen: Seen[];
beforeAll(async () => {
  desk = await openDesk({
    services: async (request, response) => {
      const { method, url, headers } = request;
      const body = await text(request);
      // The dashboard looks at its services, too.
      if (url === '/metrics' || url === '/health/ready') return void response.writeHead(404).end();
      seen.push({ method, url, headers, body });
      if (url === '/openapi.json') return void response.end('{"openapi":"3.1.0"}');
      if (url === '/large') return void response.end('x'.repeat(2_000_000));
      if (url === '/elsewhere') return void response.writeHead(302, { location: 'http://evil.example/' }).end();
      if (url === '/breaks') return void response.destroy();
      response.writeHead(201, { 'x-correlation-id': 'abc', 'set-cookie': ['a=1', 'b=2'] }).end('made');
    },
  });
  visitor = await desk.enter();
});
afterAll(async () => desk?.[Symbol.asyncDispose]());
beforeEach(() => {
  seen = [];
});

const send = (wish: object) => visitor.post('/api/try', { method: 'GET', path: '/', headers: {}, scopes: [], ...wish });

describe('a request that is tried', () => {
  it('goes to the gateway with a token of its scopes, which the page never sees', async () => {
    const wish = { method: 'POST', path: '/api/v1/a?b=c%20d', headers: { 'if-match': '"1"' }, body: '{"x":1}' };
    const { status, body, text: whole } = await send({ ...wish, scopes: ['a:write', 'b:read'] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 201, body: 'made', truncated: false, correlationId: 'abc' });
    expect(body.durationMs).toBeGreaterThanOrEqual(0);
    expect(body.headers['set-cookie']).toBe('a=1,b=2');
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/a?b=c%20d',
        body: '{"x":1}',
        headers: { authorization: 'Bearer token-for-a:write+b:read', 'if-match': '"1"' },
      },
    ]);
    expect(whole).not.toContain('token-for');
  });

  it('goes without one where it has no scopes', async () => {
    await send({});
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it('takes no headers along that say who somebody is, or belong to the connection', async () => {
    const withheld = ['Host', 'cookie', 'Authorization', 'x-forwarded-for', 'Forwarded', 'origin', 'connection', 'te'];
    const headers = Object.fromEntries([...withheld, 'x-aurora-word', 'bad name', 'x-kept'].map((name) => [name, 'v']));
    expect((await send({ headers })).status).toBe(200);
    const { host, connection, 'x-kept': kept, ...rest } = seen[0]?.headers ?? {};
    expect({ host: host?.startsWith('127.0.0.1:'), connection, kept, rest }).toEqual({
      host: true,
      connection: 'close',
      kept: 'v',
      rest: {},
    });
  });

  it.each([
    'http://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'evil.example',
    '',
    '/a b',
    '/a\r\nhost: evil',
    '/a#b',
    '/ü',
    `/${'x'.repeat(9_000)}`,
    7,
  ])('goes nowhere else: %j', async (path) => {
    expect(await send({ path })).toMatchObject({ status: 422, body: { code: 'bad_request' } });
    expect(seen).toEqual([]);
  });

  it.each([
    { method: 'CONNECT' },
    { method: 'get' },
    { headers: { a: 1 } },
    { headers: { a: 'x\r\ny: z' } },
    { headers: 'a: b' },
    { body: {} },
    { scopes: 'all' },
    { scopes: [1] },
  ])('is refused where it cannot be sent: %j', async (wish) => {
    expect(await send(wish)).toMatchObject({ status: 422, body: { code: 'bad_request' } });
    expect(seen).toEqual([]);
  });

  it('follows nobody, and shows a part of what is large', async () => {
    expect((await send({ path: '/elsewhere' })).body).toMatchObject({ status: 302 });
    expect(seen).toHaveLength(1);
    const { body } = await send({ path: '/large' });
    expect({ length: body.body.length, truncated: body.truncated }).toEqual({ length: 512 * 1024, truncated: true });
  });

  it('says where there was no answer', async () => {
    expect(await send({ path: '/breaks' })).toMatchObject({ status: 504, body: { code: 'no_answer' } });
  });
});

it('what can be tried is what the gateway says', async () => {
  expect((await visitor.ask('/api/openapi')).body).toEqual({ openapi: '3.1.0' });
});
