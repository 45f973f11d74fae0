import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { service } from '../../../services/subject-service/src/generated/service.ts';
import type { RouteRule } from '../../../shared/gateway/settings/index.ts';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { startTestService, type TestService } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('what a service refuses by its document', () => {
  const path = '/api/v1/subjects';
  let real: TestService;
  let gateway: TestGateway;
  let served = 0;

  beforeAll(async () => {
    const migrations = join(import.meta.dirname, '../../../migrations/subject-service');
    real = await startTestService(service, { migrations });
    const url = await real.app.listen({ port: 0, host: '127.0.0.1' });
    real.app.server.on('request', ({ url: asked }) => {
      if (asked !== '/openapi.json') served++;
    });
    gateway = await startGateway({
      instances: { subjects: [url] },
      routes: [{ path, service: 'subjects', read: null, write: null }],
      settings: { validation: true },
    });
  });
  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]();
    await real?.stop();
  });

  const good = '{"code":"A","name":"B"}';
  const merge = { 'content-type': 'application/merge-patch+json' };
  const id = '018f3f3e-0000-7000-8000-000000000000';

  it.each<[string, string, string, Record<string, string>, string | undefined, number]>([
    ['a missing field', 'POST', '', JSON_TYPE, '{"code":"A"}', 422],
    ['a wrong type: nothing is coerced', 'POST', '', JSON_TYPE, '{"code":"A","name":"B","credits":"7"}', 422],
    ['an unknown field', 'POST', '', JSON_TYPE, '{"code":"A","name":"B","more":1}', 422],
    ['a bound', 'POST', '', JSON_TYPE, '{"code":"A","name":"B","credits":61}', 422],
    ['null where there must be something', 'POST', '', JSON_TYPE, '{"code":null,"name":"B"}', 422],
    ['a text that nobody can store', 'POST', '', JSON_TYPE, '{"code":"A","name":"\\u0000"}', 422],
    ['a number that no double keeps', 'POST', '', JSON_TYPE, '{"code":"A","name":"B","credits":1e400}', 422],
    ['a list for an object', 'POST', '', JSON_TYPE, '[]', 422],
    ['no body at all', 'POST', '', {}, undefined, 422],
    ['an empty body', 'POST', '', JSON_TYPE, '', 400],
    ['broken JSON', 'POST', '', JSON_TYPE, '{"code":', 400],
    ['a name that reaches a prototype', 'POST', '', JSON_TYPE, '{"__proto__":{},"code":"A","name":"B"}', 400],
    ['65 levels', 'POST', '', JSON_TYPE, '['.repeat(65) + ']'.repeat(65), 400],
    ['another media type', 'POST', '', { 'content-type': 'text/plain' }, good, 415],
    ['a form', 'POST', '', { 'content-type': 'application/x-www-form-urlencoded' }, 'code=A&name=B', 415],
    ['a type that begins the same', 'POST', '', { 'content-type': 'application/jsonp' }, good, 415],
    ['two types', 'POST', '', { 'content-type': 'text/plain; application/json' }, good, 415],
    ['more than 1 MiB', 'POST', '', JSON_TYPE, JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413],
    ['a bad key', 'POST', '', { ...JSON_TYPE, 'idempotency-key': 'a b' }, good, 400],
    ['a bad change', 'PATCH', `/${id}`, JSON_TYPE, '{"name":7}', 422],
    ['a bad merge patch', 'PATCH', `/${id}`, merge, '{"name":7}', 422],
    ['a limit that is none', 'GET', '?limit=x', {}, undefined, 400],
    ['a limit that is too large', 'GET', '?limit=101', {}, undefined, 400],
    ['two limits', 'GET', '?limit=1&limit=2', {}, undefined, 400],
    ['a field that cannot be sorted by', 'GET', '?sort=name,nonsense', {}, undefined, 400],
    ['a filter of the wrong type', 'GET', '?filter[id]=7', {}, undefined, 400],
    ['the same, encoded', 'GET', '?filter%5Bid%5D=7', {}, undefined, 400],
  ])('%s is refused at the edge with the same status and code', async (_what, method, rest, headers, body, status) => {
    served = 0;
    const edge = await fetch(gateway.url + path + rest, {
      method,
      headers,
      ...(body !== undefined && { body: Buffer.from(body) }),
    });
    const refusal = (await edge.json()) as { code: string; errors: { path: string }[] };
    expect([edge.status, served]).toEqual([status, 0]);
    const own = await real.call({ method: method as 'GET', url: path + rest, headers, payload: body });
    expect([own.statusCode, own.json().code]).toEqual([edge.status, refusal.code]);
    const paths = ({ errors }: { errors: { path: string }[] }) => errors.map((error) => error.path);
    if (status === 422) expect(paths(refusal)).toEqual(paths(own.json()));
  });

  it.each<[string, Record<string, string>, string | Buffer, number]>([
    ['two members of one name', JSON_TYPE, '{"code":"A","name":"B","name":7}', 400],
    ['the same, by an escape', JSON_TYPE, '{"code":"A","name":"B","n\\u0061me":7}', 400],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }, good, 415],
    ['what is packed', { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(good), 415],
    ['what is packed twice', { ...JSON_TYPE, 'content-encoding': 'identity, gzip' }, gzipSync(good), 415],
  ])('%s is refused at the edge, where a service may read it otherwise', async (_what, headers, body, status) => {
    served = 0;
    const edge = await fetch(gateway.url + path, { method: 'POST', headers, body: body as string });
    expect([edge.status, served]).toEqual([status, 0]);
  });

  it.each([
    ['GET', '?limit=5&sort=-name,code&q=x&filter[code][in]=a,b'],
    ['GET', `/${id}`],
    ['HEAD', ''],
    ['GET', '/not/known/to/the/document'],
    ['POST', ''],
  ])('what is right passes: %s %s', async (method, rest) => {
    served = 0;
    const body =
      method === 'POST' ? { body: good, headers: { 'content-type': 'Application/JSON ; charset="UTF-8"' } } : {};
    await fetch(gateway.url + path + rest, { method, ...body });
    expect(served).toBe(1);
  });
});

const PATH = '/api/v1/things';
const THING = {
  type: 'object',
  properties: { name: { type: 'string' }, tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' } } },
  required: ['name'],
};
const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/v2/{thing-id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      put: {
        requestBody: { $ref: '#/components/requestBodies/Thing' },
        parameters: [{ in: 'query', name: 'tag', schema: { type: 'array', items: { type: 'integer' } } }],
      },
      post: { requestBody: { content: { 'multipart/form-data': {}, 'image/*': {} } } },
    },
    '/v2/broken': { put: { requestBody: { content: { 'application/json': { schema: { type: 'nonsense' } } } } } },
  },
  components: {
    schemas: { Thing: THING, Tag: { type: 'string', maxLength: 3 } },
    parameters: { Id: { in: 'path', name: 'thing-id', required: true, schema: { type: 'integer' } } },
    requestBodies: {
      Thing: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
    },
  },
};

describe('validation', () => {
  /** A service with a document, which may be away, and what has come to it. */
  async function startWith(rule: Partial<RouteRule> = {}, document: object | null = DOCUMENT) {
    const bodies: string[] = [];
    const parts = new AsyncDisposableStack();
    const upstream = parts.use(
      await startUpstream((request, response) => {
        if (request.url === '/openapi.json') {
          response.writeHead(document ? 200 : 404, JSON_TYPE).end(JSON.stringify(document ?? {}));
          return;
        }
        void textOf(request).then((body) => {
          bodies.push(body);
          response.end('ok');
        });
      }),
    );
    const routes = [{ path: PATH, to: '/v2', validate: true, ...rule }];
    const gateway = parts.use(await startGateway({ instances: { things: [upstream.url] }, settings: { routes } }));
    const put = (rest: string, body: string, headers: Record<string, string> = JSON_TYPE, method = 'PUT') =>
      fetch(gateway.url + PATH + rest, { method, body, headers: { authorization: gateway.authorization, ...headers } });
    return { upstream, gateway, bodies, put, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  }

  it('follows references, knows the path as the service does, and passes the very bytes on', async () => {
    await using all = await startWith();
    const body = ' {"name" : "a", "tags":["abc"], "n":1.0}\n';
    expect((await all.put('/7?tag=1&tag=2&other=x', body)).status).toBe(200);
    expect(all.bodies).toEqual([body]);
    expect((await all.put('/seven', body)).status).toBe(404);
    expect((await all.put('/7?tag=x', '{"name":"a"}')).status).toBe(400);
    expect((await all.put('/7?tag=1', '{"name":"a"}')).status).toBe(200);
    const refused = await all.put('/7', '{"name":"a","tags":["abc","abcd"]}');
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { errors: [{ path: '/tags/1', code: 'too_long' }] },
    ]);
    expect(all.bodies).toHaveLength(2);
    expect(all.upstream.requests.filter(({ url }) => url === '/openapi.json')).toHaveLength(1);
  });

  it('lets bodies stream whose type is declared and is no JSON, and refuses others', async () => {
    await using all = await startWith();
    expect((await all.put('/7', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, 'POST')).status).toBe(
      200,
    );
    expect((await all.put('/7', 'PNG', { 'content-type': 'image/png' }, 'POST')).status).toBe(200);
    expect((await all.put('/7', '{}', JSON_TYPE, 'POST')).status).toBe(415);
  });

  it('checks what the rules make of a request', async () => {
    const request = { query: { rename: { t: 'tag' } }, body: { rename: { '/title': 'name' } } };
    await using all = await startWith({ request });
    expect((await all.put('/7?t=1', '{"title":"a"}')).status).toBe(200);
    expect(all.bodies).toEqual(['{"name":"a"}']);
    expect((await all.put('/7?t=x', '{"title":"a"}')).status).toBe(400);
    expect((await all.put('/7', '{"title":1}')).status).toBe(422);
  });

  it('passes what the document does not know, or says in a way that nobody understands', async () => {
    await using all = await startWith();
    expect((await all.put('/broken', '7')).status).toBe(200);
    expect((await all.put('/nowhere/at/all', '7')).status).toBe(200);
    expect((await all.put('/7', '7', JSON_TYPE, 'PATCH')).status).toBe(200);
    const metrics = await (await fetch(`${all.gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/gateway_validations_total\{service="things",outcome="unchecked".*\} 2\n/);
  });

  it('passes everything while no document is known, and is off unless somebody asks for it', async () => {
    await using away = await startWith({}, null);
    expect((await away.put('/7', 'x', { 'content-type': 'text/plain' })).status).toBe(200);
    await using off = await startWith({ validate: false });
    expect((await off.put('/7', 'x', { 'content-type': 'text/plain' })).status).toBe(200);
    expect(off.upstream.requests).toHaveLength(1);
  });

  it('asks for a body only when the rest is in order, and never where the type is wrong', async () => {
    await using all = await startWith();
    using client = await RawClient.to(all.gateway.url);
    const head = [
      `PUT ${PATH}/7 HTTP/1.1`,
      'Host: x',
      `Authorization: ${all.gateway.authorization}`,
      'Expect: 100-continue',
      'Content-Length: 12',
    ];
    client.send(...head, 'Content-Type: text/plain', '', '');
    expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 415/);
    using other = await RawClient.to(all.gateway.url);
    other.send(...head, 'Content-Type: application/json', '', '');
    expect(await other.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 100/);
    other.send('{"name":"a"}');
    await other.until(/HTTP\/1.1 200/);
    expect(all.bodies).toEqual(['{"name":"a"}']);
  });
});
