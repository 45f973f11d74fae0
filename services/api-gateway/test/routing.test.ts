import type { Route } from '@aurora/shared/gateway';
import { startGateway, startUpstream } from '@aurora/shared/gateway/testing';
import { describe, expect, it } from '@jest/globals';
import { routes } from '../src/generated/routes.ts';
import { hooks } from '../src/hooks.ts';

/** A path that the route answers. */
const pathOf = ({ path }: Route) => path.replace(/:\w+/g, '1');
const methodOf = ({ read }: Route) => (read === undefined ? 'POST' : 'GET');
const scopeOf = ({ read, write }: Route) => (read === undefined ? write : read);

describe('routing', () => {
  it.each(routes.map((route) => [methodOf(route), route.path, route] as const))(
    'sends %s %s to its service, and only with the scope that it needs',
    async (method, _path, route) => {
      await using upstream = await startUpstream((_request, response) => void response.end('here'));
      await using gateway = await startGateway({ routes, hooks, instances: { [route.service]: [upstream.url] } });
      const url = gateway.url + pathOf(route);
      const scope = scopeOf(route);
      if (typeof scope === 'string') {
        expect((await fetch(url, { method })).status).toBe(401);
        const other = { authorization: `Bearer ${await gateway.token('another:scope')}` };
        expect((await fetch(url, { method, headers: other })).status).toBe(403);
        expect(upstream.requests).toHaveLength(0);
      }
      const headers = { authorization: `Bearer ${await gateway.token(...(scope ? [scope] : []))}` };
      const answer = await fetch(url, { method, headers });
      expect(await answer.text()).toBe('here');
      expect(upstream.requests.map((request) => request.url)).toEqual([pathOf(route)]);
    },
  );

  it('answers /health and /metrics itself, and no other path', async () => {
    await using gateway = await startGateway({ routes, hooks, instances: {} });
    expect(await (await fetch(`${gateway.url}/health`)).json()).toMatchObject({ status: 'alive' });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('http_request_duration_seconds');
    for (const path of ['/registry/services', '/api/v1/nowhere', '/']) {
      expect((await fetch(gateway.url + path)).status).toBe(404);
    }
  });
});
