import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
          schema: { summary: 'Create a thing', body: { $ref: 'Thing#' }, response: { 201: { $ref: 'Thing#' } } },
          handler: async (request) => request.body,
        });
        inner.get('/api/v1/things/:id', { config: { scope: null } }, async () => ({}));
      });
    });
  });
  afterAll(() => service.app.close());

  const read = async () => (await service.app.inject({ url: '/openapi.json' })).json();

  it('is OpenAPI 3.1 and shows what the routes declare', async () => {
    const { openapi, info, paths, components } = await read();
    expect([openapi, info]).toEqual(['3.1.0', { title: 'Thing service', version: '0.0.0' }]);
    expect(Object.keys(paths).sort()).toEqual(['/api/v1/things', '/api/v1/things/{id}', '/health', '/health/ready']);
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
    expect(Object.keys(paths['/api/v1/things'])).toEqual(['post']);
    expect(Object.keys(paths['/api/v1/things/{id}'])).toEqual(['get']);
    expect(paths['/api/v1/things/{id}'].get.security).toBeUndefined();
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
