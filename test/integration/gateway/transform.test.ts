import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { RouteRule } from '../../../shared/gateway/settings/index.ts';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const PATH = '/api/v1/things';
const JSON_TYPE = { 'content-type': 'application/json' };

/** What the service gets and says, for a gateway with one rule. */
async function startWith(
  rule: Partial<RouteRule>,
  answer?: { body: string | Buffer; headers?: object; status?: number },
) {
  const bodies: string[] = [];
  const parts = new AsyncDisposableStack();
  const upstream = parts.use(
    await startUpstream((request, response) => {
      void textOf(request).then((body) => {
        bodies.push(body);
        response.writeHead(answer?.status ?? 200, { ...answer?.headers });
        response.end(request.method === 'HEAD' ? undefined : (answer?.body ?? 'ok'));
      });
    }),
  );
  const gateway = parts.use(
    await startGateway({
      instances: { things: [upstream.url] },
      settings: { routes: [{ path: PATH, ...rule }], responseCache: { ttlMs: 60_000 } },
    }),
  );
  return { upstream, gateway, bodies, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

const call = (gateway: TestGateway, { headers, ...init }: RequestInit = {}, rest = '') =>
  fetch(gateway.url + PATH + rest, {
    ...init,
    headers: { authorization: gateway.authorization, ...(headers as object) },
  });
const post = (gateway: TestGateway, body: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
  call(gateway, { method: 'POST', body: body as string, headers });

describe('rules for requests', () => {
  it('change headers and the query, and nothing beside', async () => {
    await using all = await startWith({
      request: {
        headers: { remove: ['X-Gone'], rename: { 'x-old': 'X-New' }, set: { 'X-Set': 'yes' } },
        query: { remove: ['debug'], set: { tenant: 'a b' } },
      },
    });
    await call(
      all.gateway,
      { headers: { 'x-gone': '1', 'X-Old': '2', 'x-new': '3', 'x-kept': '4' } },
      '/1?b=%7e&debug=1&a=1&a=2',
    );
    const [request] = all.upstream.requests;
    expect(request?.url).toBe(`${PATH}/1?b=%7e&a=1&a=2&tenant=a%20b`);
    expect(request?.headers).toMatchObject({ 'x-new': '2', 'x-set': 'yes', 'x-kept': '4' });
    expect(request?.headers).not.toHaveProperty('x-gone');
    expect(request?.headers).not.toHaveProperty('x-old');
  });

  it.each(['length', 'chunks'])('change a JSON body that came with its %s, and its length with it', async (framing) => {
    await using all = await startWith({ request: { body: { remove: ['/items/*/secret'], set: { '/via': 'edge' } } } });
    const body = '{"big":12345678901234567890,"n":1.0,"items":[{"secret":"äöü","id":1}],"__proto__":{"x":1}}';
    using client = await RawClient.to(all.gateway.url);
    const head = [
      'Host: x',
      `Authorization: ${all.gateway.authorization}`,
      'Content-Type: application/json; charset=UTF-8',
      'Connection: close',
    ];
    const bytes = Buffer.byteLength(body);
    const sent = Buffer.from(body).toString('latin1');
    if (framing === 'length') client.send(`POST ${PATH} HTTP/1.1`, ...head, `Content-Length: ${bytes}`, '', sent);
    else
      client.send(
        `POST ${PATH} HTTP/1.1`,
        ...head,
        'Transfer-Encoding: chunked',
        '',
        bytes.toString(16),
        sent,
        '0',
        '',
        '',
      );
    await client.until(/ok\r?\n?/);
    const expected = '{"big":12345678901234567890,"n":1.0,"items":[{"id":1}],"__proto__":{"x":1},"via":"edge"}';
    expect(all.bodies).toEqual([expected]);
    expect(all.upstream.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(expected)));
    expect(all.upstream.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it.each<[string, string | Buffer, Record<string, string>, number]>([
    ['another media type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['none', Buffer.from('{}'), {}, 415],
    ['another charset', '{}', { 'content-type': 'application/json; charset="utf-16"' }, 415],
    ['two media types', '{}', { 'content-type': 'application/json, text/plain' }, 415],
    ['an encoded body', gzipSync('{}'), { ...JSON_TYPE, 'content-encoding': 'gzip' }, 415],
    ['no JSON', '{"a":', JSON_TYPE, 400],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), JSON_TYPE, 400],
    ['JSON of a thousand levels', '['.repeat(1_000) + ']'.repeat(1_000), JSON_TYPE, 400],
    ['more than 1 MiB', JSON.stringify('x'.repeat(1024 * 1024)), JSON_TYPE, 413],
  ])('refuse %s where they change bodies', async (_what, body, headers, status) => {
    await using all = await startWith({ request: { body: { set: { '/via': 'edge' } } } });
    expect((await post(all.gateway, body, headers)).status).toBe(status);
    expect(all.upstream.requests).toHaveLength(0);
  });

  it('let a request without a body pass', async () => {
    await using all = await startWith({ request: { body: { set: { '/via': 'edge' } } } });
    expect((await call(all.gateway)).status).toBe(200);
    expect((await call(all.gateway, { method: 'DELETE' })).status).toBe(200);
    expect(all.bodies).toEqual(['', '']);
  });

  it.each([
    'Host',
    'AUTHORIZATION',
    'Content-Length',
    'transfer-encoding',
    'Connection',
    'X-Forwarded-For',
    'x-internal-user',
  ])('cannot say anything about %s', async (name) => {
    await using gateway = await startGateway({ instances: {} });
    for (const headers of [
      { remove: [name] },
      { rename: { [name]: 'x' } },
      { rename: { x: name } },
      { set: { [name]: '1' } },
    ]) {
      expect(() => gateway.configure({ routes: [{ path: PATH, request: { headers } }] })).toThrow('refuses');
    }
    gateway.configure({ routes: [{ path: PATH, request: { headers: { set: { 'x-hostile': '1', hosts: '2' } } } }] });
  });
});

describe('rules for answers', () => {
  const body = '{"id":9007199254740993,"secret":1,"list":[{"secret":2,"a":1.50}]}';
  const changed = '{"id":9007199254740993,"list":[{"a":1.50}],"v":2}';
  const rule = { response: { body: { remove: ['/secret', '/list/*/secret'], set: { '/v': 2 } } } };

  it('change headers', async () => {
    const headers = { 'X-Gone': '1', 'X-Old': ['2', '3'], 'X-Kept': '4', 'Set-Cookie': ['a=1', 'b=2'] };
    await using all = await startWith(
      {
        response: {
          headers: { remove: ['x-gone'], rename: { 'x-old': 'X-New' }, set: { 'Cache-Control': 'no-store' } },
        },
      },
      { body: 'ok', headers },
    );
    const answer = await call(all.gateway);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-new': '2, 3',
      'x-kept': '4',
      'cache-control': 'no-store',
    });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.has('x-gone')).toBe(false);
    expect(await answer.text()).toBe('ok');
  });

  it('change a JSON body, from the cache as well, with its length, and ask for it plain and whole', async () => {
    const headers = { ...JSON_TYPE, etag: '"1"', 'accept-ranges': 'bytes', 'content-digest': 'sha-256=:eA==:' };
    await using all = await startWith(rule, { body, headers });
    const range = { range: 'bytes=0-1', 'if-range': '"1"', 'accept-encoding': 'gzip' };
    const first = await call(all.gateway, { headers: range });
    expect(all.upstream.requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(all.upstream.requests[0]?.headers).not.toHaveProperty('range');
    for (const answer of [first, await call(all.gateway), await call(all.gateway)]) {
      expect(await answer.text()).toBe(changed);
      expect(answer.headers.get('content-length')).toBe(String(changed.length));
      expect(answer.headers.get('etag')).toBe('"1"');
      expect(answer.headers.has('content-digest')).toBe(false);
    }
    expect(all.upstream.requests).toHaveLength(2);
    const unchanged = await call(all.gateway, { headers: { 'if-none-match': '"1"', 'cache-control': 'max-age=60' } });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
  });

  it('leave what is kept as the service said it, so that new rules hold at once', async () => {
    await using all = await startWith({}, { body, headers: { ...JSON_TYPE, etag: '"1"' } });
    expect(await (await call(all.gateway)).text()).toBe(body);
    all.gateway.configure({ routes: [{ path: PATH, ...rule }], responseCache: { ttlMs: 60_000 } });
    expect(await (await call(all.gateway)).text()).toBe(changed);
    expect(all.upstream.requests).toHaveLength(1);
  });

  it.each<[string, { body: string | Buffer; headers?: object; status?: number }, number]>([
    ['what is no JSON', { body: 'text', headers: { 'content-type': 'text/plain' } }, 200],
    ['problems', { body, headers: { 'content-type': 'application/problem+json' }, status: 409 }, 409],
  ])('leave %s alone', async (_what, answer, status) => {
    await using all = await startWith(rule, answer);
    const got = await call(all.gateway);
    expect([got.status, await got.text()]).toEqual([status, answer.body]);
  });

  it('leave answers without a body alone', async () => {
    await using all = await startWith(rule, { body: '', headers: JSON_TYPE, status: 204 });
    expect((await call(all.gateway)).status).toBe(204);
    await using heads = await startWith(rule, { body, headers: { ...JSON_TYPE, 'content-length': body.length } });
    const head = await call(heads.gateway, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, null]);
  });

  it.each<[string, { body: string | Buffer; headers: object; status?: number }]>([
    ['is encoded all the same', { body: gzipSync(body), headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } }],
    ['is a part', { body, headers: { ...JSON_TYPE, 'content-range': 'bytes 0-9/99' }, status: 206 }],
    ['is no JSON though it says so', { body: '<html>', headers: JSON_TYPE }],
    [
      'says to be too large',
      { body: JSON.stringify('x'.repeat(1024 * 1024)), headers: { ...JSON_TYPE, 'content-length': 1024 * 1024 + 2 } },
    ],
    ['is too large', { body: JSON.stringify('x'.repeat(1024 * 1024)), headers: JSON_TYPE }],
  ])('never pass on unchanged what %s', async (_what, answer) => {
    await using all = await startWith(rule, answer);
    const got = await call(all.gateway);
    expect([got.status, await got.json()]).toMatchObject([502, { code: 'upstream_failed' }]);
    // The connection is none the worse for it.
    expect((await call(all.gateway)).status).toBe(502);
  });
});
