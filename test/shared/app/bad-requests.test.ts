import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyPluginAsync, InjectOptions } from 'fastify';
import { Problem } from '../../../shared/errors/index.ts';
import { type RunningService, startService } from './support/service.ts';

const thing = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 10 },
    credits: { type: 'integer', minimum: 0 },
    colour: { enum: ['red', 'blue'] },
    outline: {},
  },
};

const routes: FastifyPluginAsync = async (app) => {
  const config = { scope: null };
  app.post('/api/v1/things', { config, schema: { body: thing } }, async (request) => request.body);
  app.get('/api/v1/things', {
    config,
    schema: {
      querystring: {
        type: 'object',
        additionalProperties: false,
        properties: { limit: { type: 'integer', maximum: 100 } },
      },
    },
    handler: async (request) => request.query,
  });
  app.get('/api/v1/things/:id', {
    config,
    schema: { params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } } },
    handler: async () => ({}),
  });
  app.get('/api/v1/keyed', {
    config,
    schema: { headers: { type: 'object', properties: { 'Some-Key': { type: 'string', pattern: '^a+$' } } } },
    handler: async (_request, reply) => reply.code(304).send(),
  });
  app.get('/api/v1/guarded', { config: { scope: 'things:read' } }, async (request) => request.context.identity);
  app.get('/api/v1/broken', { config }, async () => {
    throw new Error('SELECT password FROM users');
  });
  app.get('/api/v1/away', { config }, async () => {
    throw new Problem('unavailable', { detail: 'Nobody is there.', cause: new Error('connect ECONNREFUSED') });
  });
  app.get('/api/v1/odd', { config }, async () => {
    throw 'not even an error';
  });
  app.get('/api/v1/teapot', { config }, async () => {
    throw Object.assign(new Error('I am a teapot'), { statusCode: 418 });
  });
};

const json = { 'content-type': 'application/json' };
const post = (payload: string | Buffer, headers: Record<string, string> = json): InjectOptions => ({
  method: 'POST',
  url: '/api/v1/things',
  headers,
  payload,
});
const deep = (levels: number) => `{"name":"x","outline":${'['.repeat(levels)}${']'.repeat(levels)}}`;

type Case = [name: string, request: InjectOptions, status: number, code: string, paths?: string[]];

const cases: Case[] = [
  ['broken JSON', post('{"name":'), 400, 'malformed_json'],
  ['JSON with a trailing comma', post('{"name":"x",}'), 400, 'malformed_json'],
  ['an empty body', post(''), 400, 'malformed_json'],
  ['bytes that are no UTF-8', post(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400, 'malformed_json'],
  ['a __proto__ key', post('{"name":"x","__proto__":{"admin":true}}'), 400, 'malformed_json'],
  ['an escaped __proto__ key', post('{"name":"x","\\u005f_proto__":{"admin":true}}'), 400, 'malformed_json'],
  ['a constructor.prototype', post('{"name":"x","constructor":{"prototype":{}}}'), 400, 'malformed_json'],
  ['nesting beyond 64 levels', post(deep(64)), 400, 'malformed_json'],
  ['20,000 levels', post(deep(20_000)), 400, 'malformed_json'],
  ['20,000 levels that never close', post('['.repeat(20_000)), 400, 'malformed_json'],
  ['a body over 1 MiB', post(`{"name":"${'x'.repeat(1024 * 1024)}"}`), 413, 'payload_too_large'],
  [
    'another media type',
    post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  ],
  [
    'no media type',
    { method: 'POST', url: '/api/v1/things', headers: { 'content-type': '', 'content-length': '2' }, payload: '{}' },
    415,
    'unsupported_media_type',
  ],
  ['a NUL in a text', post('{"name":"a\\u0000b"}'), 422, 'validation_failed', ['/name']],
  [
    'a NUL deep inside',
    post('{"name":"x","outline":[{"a/b":"\\u0000"}]}'),
    422,
    'validation_failed',
    ['/outline/0/a~1b'],
  ],
  ['a NUL in a key', post('{"name":"x","outline":{"\\u0000":1}}'), 422, 'validation_failed', ['/outline/\0']],
  ['a lone surrogate', post('{"name":"\\ud800"}'), 422, 'validation_failed', ['/name']],
  ['a missing field', post('{}'), 422, 'validation_failed', ['/name']],
  ['an unknown field', post('{"name":"x","nmae":"y"}'), 422, 'validation_failed', ['/nmae']],
  ['a text for a number', post('{"name":"x","credits":"7"}'), 422, 'validation_failed', ['/credits']],
  ['a number for a text', post('{"name":7}'), 422, 'validation_failed', ['/name']],
  ['a fraction for an integer', post('{"name":"x","credits":1.5}'), 422, 'validation_failed', ['/credits']],
  ['a value outside an enum', post('{"name":"x","colour":"green"}'), 422, 'validation_failed', ['/colour']],
  ['several mistakes', post('{"name":"","credits":-1,"x":1}'), 422, 'validation_failed', ['/x', '/name', '/credits']],
  ['null for the body', post('null'), 422, 'validation_failed', ['']],
  ['an array for the body', post('[]'), 422, 'validation_failed', ['']],
  ['a query of another type', { url: '/api/v1/things?limit=ten' }, 400, 'invalid_query', ['/limit']],
  ['an unknown query parameter', { url: '/api/v1/things?limti=10' }, 400, 'invalid_query', ['/limti']],
  ['a number in another notation', { url: '/api/v1/things?limit=1e1' }, 400, 'invalid_query', ['/limit']],
  ['a number in hexadecimal', { url: '/api/v1/things?limit=0x1' }, 400, 'invalid_query', ['/limit']],
  ['a query that is no UTF-8', { url: '/api/v1/things?limit=%ff' }, 400, 'invalid_query'],
  ['a NUL in the query', { url: '/api/v1/things?limit=%00' }, 400, 'invalid_query'],
  ['a NUL in the path', { url: '/api/v1/things/%00' }, 404, 'not_found'],
  ['an id of another form', { url: '/api/v1/things/42' }, 404, 'not_found'],
  ['an id of 2,000 characters', { url: `/api/v1/things/${'x'.repeat(2_000)}` }, 414, 'uri_too_long'],
  ['a path that is not encoded properly', { url: '/api/v1/%zz' }, 400, 'malformed_request'],
  ['an unknown path', { url: '/api/v2/things' }, 404, 'not_found'],
  ['an unknown method', { method: 'PUT', url: '/api/v1/things' }, 405, 'method_not_allowed'],
  ['an unknown method with a broken body', { ...post('{'), method: 'PATCH' }, 405, 'method_not_allowed'],
  ['no token', { url: '/api/v1/guarded' }, 401, 'unauthenticated'],
  [
    'a token that is none',
    { url: '/api/v1/guarded', headers: { authorization: 'Bearer abc' } },
    401,
    'unauthenticated',
  ],
  [
    'another authentication scheme',
    { url: '/api/v1/guarded', headers: { authorization: 'Basic YTpi' } },
    401,
    'unauthenticated',
  ],
  [
    'a header that its schema does not take',
    { url: '/api/v1/keyed', headers: { 'some-key': 'b' } },
    400,
    'invalid_header',
    ['/some-key'],
  ],
  [
    'a deadline that is no number',
    { url: '/api/v1/things', headers: { 'x-request-deadline': 'soon' } },
    400,
    'invalid_header',
  ],
  ['a defect', { url: '/api/v1/broken' }, 500, 'internal'],
  ['something thrown that is no error', { url: '/api/v1/odd' }, 500, 'internal'],
  ['an error of a status nobody knows here', { url: '/api/v1/teapot' }, 500, 'internal'],
];

describe('a bad request is answered as a problem:', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(routes);
  });
  afterAll(() => service.app.close());

  it.each(cases.map((each) => ({ name: each[0], each })))(
    '$name',
    async ({ each: [, request, status, code, paths] }) => {
      const answer = await service.app.inject(request);
      expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      const problem = answer.json();
      expect(problem).toEqual({
        type: `urn:aurora:problem:${code}`,
        title: expect.any(String),
        status,
        detail: expect.any(String),
        instance: String(request.url).split('?')[0],
        code,
        correlationId: answer.headers['x-correlation-id'],
        errors: expect.any(Array),
      });
      if (paths) expect(problem.errors.map(({ path }: { path: string }) => path).sort()).toEqual([...paths].sort());
      expect(answer.body).not.toMatch(/SELECT|password|node_modules|at .*\.ts|FST_/);
    },
  );

  it('is one line without a stack where something is expected to be away at times', async () => {
    service.lines.length = 0;
    expect((await service.app.inject({ url: '/api/v1/away' })).statusCode).toBe(503);
    const warnings = service.lines.filter(({ level }) => level === 'warn');
    expect(warnings).toMatchObject([
      { code: 'unavailable', err: { type: 'Problem', message: 'Nobody is there.: connect ECONNREFUSED' } },
    ]);
    expect(JSON.stringify(service.lines)).not.toContain('stack');
  });

  it('says nothing of the length of what has not changed, whether asked for all or the head', async () => {
    for (const method of ['GET', 'HEAD'] as const) {
      const { statusCode, headers } = await service.app.inject({ method, url: '/api/v1/keyed' });
      expect([method, statusCode, headers['content-length']]).toEqual([method, 304, undefined]);
    }
  });

  it('a large body is told its first mistake, a small one all', async () => {
    const mistakes = async (count: number) => {
      const unknown = Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 1]));
      const answer = await service.app.inject(post(JSON.stringify({ name: 'x', ...unknown })));
      return answer.json().errors.length;
    };
    expect([await mistakes(50), await mistakes(5_000)]).toEqual([50, 1]);
  });

  it('and the log has the stack that the client does not get', async () => {
    service.lines.length = 0;
    const { headers } = await service.app.inject({ url: '/api/v1/broken' });
    expect(service.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        correlationId: headers['x-correlation-id'],
        err: expect.objectContaining({ stack: expect.stringContaining('bad-requests.test.ts') }),
      }),
    );
  });

  it('names the methods that a path does know', async () => {
    const { headers } = await service.app.inject({ method: 'DELETE', url: '/api/v1/things' });
    expect(headers.allow).toBe('GET, HEAD, POST');
  });

  it('asks for a token the way RFC 6750 says', async () => {
    const { headers } = await service.app.inject({ url: '/api/v1/guarded' });
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="test"/);
  });

  it('tells a token that grants something else from none', async () => {
    const headers = { authorization: `Bearer ${await service.token({ scopes: ['things:write'] })}` };
    const answer = await service.app.inject({ url: '/api/v1/guarded', headers });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden']);
  });

  it('takes what is good, as it came', async () => {
    const body = { name: 'Zoë 🎉', credits: 3, outline: JSON.parse(deep(60)).outline };
    const answer = await service.app.inject(post(JSON.stringify(body)));
    expect([answer.statusCode, answer.json()]).toEqual([200, body]);
    const escaped = await service.app.inject(post('{"name":"\\ud83c\\udf89"}'));
    expect(escaped.json()).toEqual({ name: '🎉' });
  });
});

it('a route below /api that says nothing of its scope keeps the service from starting', async () => {
  const careless: FastifyPluginAsync = async (app) => {
    app.get('/api/v1/open', async () => ({}));
  };
  await expect(startService(careless)).rejects.toThrow('GET /api/v1/open must declare config.scope');
});
