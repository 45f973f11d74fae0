import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { accepts } from '../../../shared/cqrs/index.ts';
import { columns } from '../repository/columns.ts';
import { type RunningService, startService } from './support/service.ts';

const thing = { $id: 'Thing', type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

describe('the OpenAPI document', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(async (app) => {
      await app.register(async (inner) => {
        inner.addSchema(thing);
        inner.post('/api/v1/things', {
          config: { scope: 'things:write' },
          schema: {
            summary: 'Create a thing',
            headers: accepts('Idempotency-Key'),
            body: { $ref: 'Thing#' },
            response: { 201: { $ref: 'Thing#' } },
          },
          handler: async (request) => request.body,
        });
        inner.get('/api/v1/things', { config: { scope: 'things:read', list: columns } }, async () => ({}));
        inner.get(
          '/api/v1/things/:id',
          { config: { scope: null }, schema: { headers: accepts('If-None-Match') } },
          async () => ({}),
        );
        inner.delete(
          '/api/v1/things/:id',
          {
            config: { scope: 'things:write', problems: ['reference_restricted'] },
            schema: { headers: accepts('If-Match', 'Idempotency-Key'), response: { 204: { type: 'null' } } },
          },
          async () => undefined,
        );
      });
    });
  });
  afterAll(() => service.app.close());

  const read = async () => (await service.app.inject({ url: '/openapi.json' })).json();

  it('is OpenAPI 3.1 and shows what the routes declare', async () => {
    const { openapi, info, paths, components } = await read();
    expect([openapi, info]).toEqual(['3.1.0', { title: 'Thing service', version: '0.0.0' }]);
    expect(Object.keys(paths).sort()).toEqual([
      ...['/api/v1/things', '/api/v1/things/{id}'],
      ...['/health', '/health/ready', '/health/startup'],
    ]);
    expect(components.schemas.Thing).toMatchObject({ required: ['name'] });
    expect(paths['/api/v1/things'].post).toMatchObject({
      summary: 'Create a thing',
      tags: ['things'],
      security: [{ token: ['things:write'] }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
      responses: {
        201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    });
  });

  it('names no method that is refused, and nothing twice', async () => {
    const { paths } = await read();
    expect(Object.keys(paths['/api/v1/things']).sort()).toEqual(['get', 'parameters', 'post']);
    expect(Object.keys(paths['/api/v1/things/{id}']).sort()).toEqual(['delete', 'get', 'parameters']);
    expect(paths['/api/v1/things/{id}'].get.security).toEqual([]);
  });

  it('is valid, and every operation has a name of its own', async () => {
    const document = await read();
    expect(await new Validator().validate(document)).toEqual({ valid: true });
    const names = Object.values<Record<string, { operationId?: string }>>(document.paths)
      .flatMap((item) => Object.values(item))
      .flatMap(({ operationId }) => operationId ?? []);
    expect(names.sort()).toEqual([
      'deleteThingsById',
      'getHealth',
      'getHealthReady',
      'getHealthStartup',
      'getThings',
      'getThingsById',
      'postThings',
    ]);
  });

  it('shows the headers that a route acts on, and what follows from them', async () => {
    const { paths, components } = await read();
    const { post } = paths['/api/v1/things'];
    expect(post.parameters).toMatchObject([{ in: 'header', name: 'Idempotency-Key', schema: { type: 'string' } }]);
    expect(Object.keys(post.responses[201].headers)).toEqual(
      expect.arrayContaining(['ETag', 'Location', 'Idempotency-Replayed', 'X-Correlation-Id']),
    );
    const { get, parameters } = paths['/api/v1/things/{id}'];
    expect(get.responses[304]).toMatchObject({ headers: { ETag: {} } });
    expect(parameters).toContainEqual({ $ref: '#/components/parameters/CorrelationId' });
    expect(components.parameters.CorrelationId).toMatchObject({ in: 'header', name: 'X-Correlation-Id' });
  });

  it('shows the query string of a list', async () => {
    const { paths } = await read();
    const { parameters } = paths['/api/v1/things'].get;
    expect(parameters).toContainEqual(expect.objectContaining({ in: 'query', name: 'filter[rank][gte]' }));
    expect(parameters).toContainEqual(expect.objectContaining({ in: 'query', name: 'sort', explode: false }));
  });

  it('shows the problems that a route may end in', async () => {
    const { paths } = await read();
    const { responses } = paths['/api/v1/things/{id}'].delete;
    expect(Object.keys(responses)).toEqual(['204', '400', '401', '403', '404', '409', '412', '422', 'default']);
    expect(responses[409].description).toContain('`reference_restricted`');
    expect(responses[409].description).toContain('`idempotency_key_in_use`');
    expect(Object.keys(paths['/api/v1/things'].post.responses)).toEqual(
      expect.arrayContaining(['400', '413', '415', '422']),
    );
  });

  it('may be replaced by the definition, which gets it', async () => {
    await using other = await startService(async () => {}, {
      openApi: async (_app, own) => ({ ...own, 'x-more': true }),
    });
    expect((await other.app.inject({ url: '/openapi.json' })).json()).toMatchObject({
      openapi: '3.1.0',
      'x-more': true,
    });
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const { headers, body } = await service.app.inject({ url: '/docs' });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).not.toMatch(/https?:\/\//);
    expect(body).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
    const script = /<script>([\s\S]*)<\/script>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(headers['content-security-policy']).toContain(`script-src 'sha256-${hash}'`);
    expect(() => new Function(script)).not.toThrow();
  });
});
