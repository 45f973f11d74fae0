import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../../shared/errors/index.ts';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';

describe('hooks', () => {
  it('may refuse a request before it goes out', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end());
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      hooks: {
        onRequest(request) {
          if (request.method === 'DELETE') throw new Problem('forbidden', { detail: 'Nothing is ever deleted.' });
        },
      },
    });
    const { authorization } = gateway;
    const answer = await fetch(`${gateway.url}/api/v1/things/1`, { method: 'DELETE', headers: { authorization } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ detail: 'Nothing is ever deleted.' });
    expect(upstream.requests).toHaveLength(0);
  });

  it.each(['GET', 'POST'])(
    'may take so long that the client of a %s goes away: then no service is asked',
    async (method) => {
      await using upstream = await startUpstream((_request, response) => void response.end());
      const asked = Promise.withResolvers<void>();
      const left = Promise.withResolvers<void>();
      await using gateway = await startGateway({
        instances: { things: [upstream.url] },
        hooks: {
          async onRequest({ socket }) {
            asked.resolve();
            await once(socket, 'close');
            left.resolve();
          },
        },
      });
      const leaving = new AbortController();
      const answer = fetch(`${gateway.url}/api/v1/things`, {
        method,
        headers: { authorization: gateway.authorization },
        body: method === 'POST' ? 'x' : null,
        signal: leaving.signal,
      });
      await asked.promise;
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await left.promise;
      // Longer than it takes to forward.
      expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
      expect(upstream.requests).toHaveLength(0);
    },
  );

  it('may change the headers of an answer', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.setHeader('server', 'upstream').end('whole');
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      hooks: {
        onResponse(_request, route, { status, headers }) {
          delete headers.server;
          headers['x-seen'] = `${route.service} ${status}`;
        },
      },
    });
    const { authorization } = gateway;
    const answer = await fetch(`${gateway.url}/api/v1/things/1`, { headers: { authorization } });
    expect(answer.headers.get('server')).toBeNull();
    expect(answer.headers.get('x-seen')).toBe('things 200');
    expect(await answer.text()).toBe('whole');
  });

  it('may refuse an answer; what it throws by mistake shows nobody anything', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('secret'));
    let thrown: Error = new Problem('upstream_failed', { detail: 'This is no answer.' });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      hooks: {
        onResponse() {
          throw thrown;
        },
      },
    });
    const { authorization } = gateway;
    const get = () => fetch(`${gateway.url}/api/v1/things/1`, { headers: { authorization } });
    expect(await (await get()).json()).toMatchObject({ status: 502, detail: 'This is no answer.' });
    thrown = new Error('oops');
    gateway.app.log.level = 'silent';
    const answer = await get();
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/oops|secret/);
  });

  it('cannot make an answer wait: one that gives a promise refuses it', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('secret'));
    const onResponse = (async () => {
      throw new Problem('forbidden');
    }) as never;
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, hooks: { onResponse } });
    gateway.app.log.level = 'silent';
    const { authorization } = gateway;
    const answer = await fetch(`${gateway.url}/api/v1/things/1`, { headers: { authorization } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });
});
