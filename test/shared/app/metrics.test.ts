import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningService, startService } from './support/service.ts';

describe('metrics', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService(async (app) => {
      app.get('/api/v1/things/:id', { config: { scope: null } }, async () => ({}));
      app.get('/api/v1/news', { config: { scope: null } }, (_request, reply) => {
        const news = new PassThrough();
        reply.type('text/event-stream').send(news);
        setTimeout(() => news.end('data: 1\n\n'), 150);
      });
    });
  });
  afterAll(() => service.app.close());

  const scrape = async () => (await service.app.inject({ url: '/metrics' })).body;

  it('time requests by route, method and status, and all unknown paths as one', async () => {
    for (const id of ['1', '2', '3']) await service.app.inject({ url: `/api/v1/things/${id}` });
    for (const path of ['/a', '/b', '/c/d']) await service.app.inject({ url: path });
    await service.app.inject({ method: 'PUT', url: '/api/v1/things/4' });
    const counts = (await scrape())
      .split('\n')
      .filter((line) => line.startsWith('http_request_duration_seconds_count{'));
    expect(counts.sort()).toEqual([
      'http_request_duration_seconds_count{method="GET",route="/api/v1/things/:id",status="200",service="thing-service"} 3',
      'http_request_duration_seconds_count{method="GET",route="none",status="404",service="thing-service"} 3',
      'http_request_duration_seconds_count{method="PUT",route="/api/v1/things/:id",status="405",service="thing-service"} 1',
    ]);
  });

  it('are a proper histogram: buckets grow, the last holds all', async () => {
    const buckets = (await scrape())
      .split('\n')
      .filter((line) => /_bucket\{.*method="GET",route="\/api\/v1\/things\/:id",status="200"/.test(line))
      .map((line) => Number(line.split(' ').at(-1)));
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
    expect(buckets.at(-1)).toBe(3);
  });

  it('do not take for slow what lasts as long as somebody listens', async () => {
    expect((await service.app.inject({ url: '/api/v1/news' })).body).toBe('data: 1\n\n');
    expect(await scrape()).not.toContain('/api/v1/news');
  });

  it('tell of the process once somebody reads them', async () => {
    expect(await scrape()).toMatch(/^process_resident_memory_bytes/m);
  });

  it('are for this machine or a token that grants them', async () => {
    const from = (remoteAddress: string, authorization?: string) =>
      service.app.inject({ url: '/metrics', remoteAddress, headers: authorization ? { authorization } : {} });
    expect((await from('127.0.0.1')).statusCode).toBe(200);
    expect((await from('::1')).statusCode).toBe(200);
    expect((await from('::ffff:127.0.0.1')).statusCode).toBe(200);
    expect((await from('10.0.0.7')).statusCode).toBe(401);
    for (const header of ['x-forwarded-for', 'forwarded']) {
      const headers = { [header]: 'for=127.0.0.1' };
      expect((await service.app.inject({ url: '/metrics', headers })).statusCode).toBe(401);
    }
    expect((await from('10.0.0.7', `Bearer ${await service.token({ scopes: ['things:read'] })}`)).statusCode).toBe(403);
    expect((await from('10.0.0.7', `Bearer ${await service.token({ scopes: ['metrics:read'] })}`)).statusCode).toBe(
      200,
    );
  });
});
