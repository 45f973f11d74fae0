import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Route } from '../../../shared/gateway/index.ts';
import { startGateway, startUpstream, THINGS } from '../../../shared/gateway/testing/index.ts';

const echo = () =>
  startUpstream((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: request.method, url: request.url }));
  });

describe('routing', () => {
  it('sends a path and all below it to its service, and nothing beside it', async () => {
    await using upstream = await echo();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const { authorization } = gateway;
    const get = (path: string) => fetch(gateway.url + path, { headers: { authorization } });

    expect(await (await get('/api/v1/things')).json()).toMatchObject({ url: '/api/v1/things' });
    expect(await (await get('/api/v1/things/1/parts?x=1')).json()).toMatchObject({ url: '/api/v1/things/1/parts?x=1' });
    expect(upstream.requests).toHaveLength(2);

    for (const path of ['/api/v1/thingsome', '/api/v1', '/api/v2/things', '/registry/services', '/things']) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'not_found', instance: path });
    }
    expect(upstream.requests).toHaveLength(2);
  });

  it('answers /health and /metrics itself', async () => {
    await using upstream = await echo();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    expect(await (await fetch(`${gateway.url}/health`)).json()).toMatchObject({ service: 'api-gateway' });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('service="api-gateway"');
    expect(upstream.requests).toHaveLength(0);
  });

  it('asks for the scope of the route and the method, and passes the token on', async () => {
    await using upstream = await echo();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const reader = `Bearer ${await gateway.token('things:read')}`;
    const writer = `Bearer ${await gateway.token('things:write')}`;
    const call = async (method: string, authorization?: string) =>
      (await fetch(`${gateway.url}/api/v1/things`, { method, headers: authorization ? { authorization } : {} })).status;

    expect(await call('GET')).toBe(401);
    expect(await call('GET', 'Bearer rubbish')).toBe(401);
    expect(await call('GET', writer)).toBe(403);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) expect(await call(method, reader)).toBe(403);
    expect(upstream.requests).toHaveLength(0);

    expect(await call('GET', reader)).toBe(200);
    expect(await call('HEAD', reader)).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) expect(await call(method, writer)).toBe(200);
    expect(
      upstream.requests.map(({ headers }) => decodeJwt(String(headers.authorization).slice('Bearer '.length)).scope),
    ).toEqual([...Array(2).fill('things:read'), ...Array(5).fill('things:write')]);
  });

  it('asks for another scope where a method or a path below has its own', async () => {
    await using upstream = await echo();
    const collection: Route = { ...THINGS, writes: { POST: 'things:open' } };
    const command: Route = { path: '/api/v1/things/:id/ship', service: 'things', write: 'things:ship' };
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, routes: [collection, command] });
    const call = async (method: string, path: string, scope: string) => {
      const headers = { authorization: `Bearer ${await gateway.token(scope)}` };
      return (await fetch(`${gateway.url}/api/v1/things${path}`, { method, headers })).status;
    };
    expect(await call('POST', '', 'things:write')).toBe(403);
    expect(await call('POST', '', 'things:open')).toBe(200);
    expect(await call('PATCH', '/1', 'things:open')).toBe(403);
    expect(await call('PATCH', '/1', 'things:write')).toBe(200);
    expect(await call('POST', '/1/ship', 'things:write')).toBe(403);
    expect(await call('POST', '/1/ship', 'things:ship')).toBe(200);
  });

  it('lets everybody into a public route, by the methods it names alone', async () => {
    await using upstream = await echo();
    const content = { path: '/api/v1/things/:id/content', service: 'things', read: null };
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, routes: [THINGS, content] });
    const url = `${gateway.url}/api/v1/things/1/content`;
    expect((await fetch(`${url}?signature=x`)).status).toBe(200);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${gateway.url}/api/v1/things/1`)).status).toBe(401);
  });
});
