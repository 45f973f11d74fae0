import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const MEGABYTE = 1024 * 1024;

function post(gateway: TestGateway, headers: Record<string, string> = {}) {
  return request(`${gateway.url}/api/v1/things`, {
    method: 'POST',
    headers: { authorization: gateway.authorization, ...headers },
  });
}

describe('streaming', () => {
  it('passes an answer on piece by piece, its head at once', async () => {
    const next = Promise.withResolvers<() => void>();
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      next.resolve(() => response.write('data: 1\n\n'));
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const answer = await fetch(`${gateway.url}/api/v1/things`, { headers: { authorization: gateway.authorization } });
    const events = answer.body?.getReader();
    const write = await next.promise;
    for (let turn = 0; turn < 3; turn++) {
      write();
      expect(Buffer.from((await events?.read())?.value ?? []).toString()).toBe('data: 1\n\n');
    }
    await events?.cancel();
  });

  it('passes a body on piece by piece, before it is complete', async () => {
    const pieces: string[] = [];
    await using upstream = await startUpstream((incoming, response) => {
      incoming.setEncoding('utf8').on('data', (piece) => {
        pieces.push(piece);
        upstream.server.emit('piece');
      });
      incoming.once('end', () => response.end());
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const outgoing = post(gateway);
    for (const piece of ['one', 'two', 'three']) {
      const arrived = once(upstream.server, 'piece');
      outgoing.write(piece);
      await arrived;
    }
    outgoing.end();
    await once(outgoing, 'response');
    expect(pieces).toEqual(['one', 'two', 'three']);
    expect(upstream.requests[0]?.headers['transfer-encoding']).toBe('chunked');
  });

  it('carries every byte both ways, whatever the size', async () => {
    await using upstream = await startUpstream((incoming, response) => {
      response.setHeader('content-length', incoming.headers['content-length'] ?? '');
      incoming.pipe(response);
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const { authorization } = gateway;
    for (const size of [1, 8 * 1024, 8 * 1024 + 1, 64 * 1024, 3 * MEGABYTE]) {
      const body = Buffer.alloc(size, 'aurora \u00e4\u00f6\u00fc\u0000\u00ff', 'latin1');
      const answer = await fetch(`${gateway.url}/api/v1/things`, { method: 'POST', body, headers: { authorization } });
      expect(body.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
    }
  });

  it('passes on an answer that comes before the body is complete, and the connection takes the next request', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.statusCode = 413;
      response.end('too much');
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    using client = await RawClient.to(gateway.url);
    const head = ['Host: x', `Authorization: ${gateway.authorization}`];
    client.send('POST /api/v1/things HTTP/1.1', ...head, `Content-Length: ${4 * MEGABYTE}`, '', 'first');
    await client.until(/^HTTP\/1\.1 413 [\s\S]*too much$/);
    client.socket.write(Buffer.alloc(4 * MEGABYTE - 'first'.length));
    client.send('DELETE /api/v1/things HTTP/1.1', ...head, '', '');
    await client.until(/too muchHTTP\/1\.1 413 [\s\S]*too much$/);
    expect(upstream.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('asks a client to go on only once its upload is known to be welcome', async () => {
    await using upstream = await startUpstream((incoming, response) => void incoming.pipe(response));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const head = ['POST /api/v1/things HTTP/1.1', 'Host: x', 'Content-Length: 4', 'Expect: 100-continue'];
    {
      using client = await RawClient.to(gateway.url);
      client.send(...head, '', '');
      expect(await client.until(/problem\+json/)).toMatch(/^HTTP\/1\.1 401 /);
    }
    using client = await RawClient.to(gateway.url);
    client.send(...head, `Authorization: ${gateway.authorization}`, '', '');
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    client.send('body');
    expect(await client.until(/body/)).toMatch(/HTTP\/1\.1 200 OK/);
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('expect');
  });
});
