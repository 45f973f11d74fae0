import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import {
  startGateway,
  startUpstream,
  type TestGateway,
  type TestSettings,
} from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';

const settings: TestSettings = {
  routes: [{ path: '/api/v1/things', fallback: { body: { items: [], nextCursor: null } } }],
};

async function call({ url, authorization }: TestGateway, method = 'GET') {
  const answer = await fetch(`${url}/api/v1/things`, { method, headers: { authorization } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const MARK = 'api-gateway; fwd=miss; detail=fallback';

describe('a fallback', () => {
  it.each<[string, RequestListener | undefined]>([
    ['has no instance', undefined],
    ['says 502', (_request, response) => void response.writeHead(502).end()],
    ['says 503', (_request, response) => void response.writeHead(503).end()],
    ['says 504', (_request, response) => void response.writeHead(504).end()],
    ['breaks off', (request) => void request.socket.destroy()],
    ['is silent', () => undefined],
  ])('is the answer where the service %s', async (_what, listener) => {
    await using upstream = await startUpstream(listener ?? (() => undefined));
    await using gateway = await startGateway({
      instances: listener ? { things: [upstream.url] } : {},
      settings: { ...settings, silenceMs: 100, retries: 0 },
    });
    const { status, headers, text } = await call(gateway);
    expect([status, JSON.parse(text)]).toEqual([200, { items: [], nextCursor: null }]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-status')).toBe(MARK);
    expect(headers.get('cache-control')).toBe('no-store');
    const head = await call(gateway, 'HEAD');
    expect([head.status, head.text, head.headers.get('cache-status')]).toEqual([200, '', MARK]);
    expect(await gateway.app.metrics.metrics()).toMatch(/^gateway_fallbacks_total\{route="\/api\/v1\/things",.*\} 2$/m);
  });

  it.each([200, 404, 409, 429, 500])('stands back where the service says %d', async (status) => {
    await using upstream = await startUpstream((_request, response) => void response.writeHead(status).end('its own'));
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings });
    expect(await call(gateway)).toMatchObject({ status, text: 'its own' });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('does not say of a %s that it was done', async (method) => {
    await using gateway = await startGateway({ instances: {}, settings });
    const { status, headers } = await call(gateway, method);
    expect([status, headers.get('content-type')]).toEqual([503, 'application/problem+json; charset=utf-8']);
  });

  it('has the status that its rule says, and is for who may ask', async () => {
    await using gateway = await startGateway({
      instances: {},
      settings: { routes: [{ path: '/api/v1/things', fallback: { status: 503, body: 'later' } }] },
    });
    expect(await call(gateway)).toMatchObject({ status: 503, text: '"later"' });
    expect((await fetch(`${gateway.url}/api/v1/things`)).status).toBe(401);
  });

  it('comes after the last good answer', async () => {
    let healthy = true;
    await using upstream = await startUpstream((_request, response) => {
      if (healthy) response.setHeader('etag', '"1"').end('good');
      else response.writeHead(503).end();
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { ...settings, responseCache: { ttlMs: 1, staleIfErrorMs: 60_000 } },
    });
    expect((await call(gateway)).text).toBe('good');
    healthy = false;
    await until(async () => /stale-on-error/.test((await call(gateway)).headers.get('cache-status') ?? ''));
    gateway.configure({ ...settings, responseCache: { ttlMs: 1, staleIfErrorMs: 0 } });
    expect((await call(gateway)).headers.get('cache-status')).toBe(MARK);
  });
});
