import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

describe('a client that goes away', () => {
  it('before the answer: the service is told', async () => {
    const told = Promise.withResolvers<void>();
    await using upstream = await startUpstream((_request, response) => void response.once('close', told.resolve));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const leaving = new AbortController();
    const answer = fetch(`${gateway.url}/api/v1/things`, {
      headers: { authorization: gateway.authorization },
      signal: leaving.signal,
    });
    while (upstream.requests.length === 0) await once(upstream.server, 'request');
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await told.promise;
  });

  it('in the midst of the answer: the service is told', async () => {
    const told = Promise.withResolvers<void>();
    await using upstream = await startUpstream((_request, response) => {
      response.write('half');
      response.once('close', told.resolve);
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const answer = await fetch(`${gateway.url}/api/v1/things`, { headers: { authorization: gateway.authorization } });
    await answer.body?.cancel();
    await told.promise;
  });

  it('in the midst of its body: the service sees it cut off, never complete', async () => {
    const ended = Promise.withResolvers<boolean>();
    await using upstream = await startUpstream((incoming) => {
      incoming.resume().once('close', () => ended.resolve(incoming.complete));
      incoming.on('error', () => undefined);
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const outgoing = request(`${gateway.url}/api/v1/things`, {
      method: 'POST',
      headers: { authorization: gateway.authorization },
    });
    outgoing.on('error', () => undefined);
    outgoing.write('half');
    while (upstream.requests.length === 0) await once(upstream.server, 'request');
    outgoing.destroy();
    expect(await ended.promise).toBe(false);
  });
});

describe('a service that goes away in the midst of its answer', () => {
  it.each([
    ['of known length', { 'content-length': '100' }],
    ['of unknown length', {}],
  ])('%s: the client sees it cut off, never complete', async (_name, headers) => {
    const answering = Promise.withResolvers<ServerResponse>();
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(200, headers).write('half');
      answering.resolve(response);
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    using client = await RawClient.to(gateway.url);
    client.send('GET /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`, '', '');
    await client.until(/half/);
    (await answering.promise).destroy();
    const all = await client.closed();
    expect(all).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(all).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(all).not.toMatch('problem+json');
  });

  it('leaves the gateway as it was', async () => {
    let turn = 0;
    await using upstream = await startUpstream((incoming, response) => {
      if (turn++ % 2 === 0) incoming.socket.destroy();
      else response.end('ok');
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { retries: 0 },
    });
    const { authorization } = gateway;
    const statuses: number[] = [];
    for (let call = 0; call < 10; call++) {
      const answer = await fetch(`${gateway.url}/api/v1/things`, { headers: { authorization } });
      await answer.text();
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([502, 200, 502, 200, 502, 200, 502, 200, 502, 200]);
  });
});
