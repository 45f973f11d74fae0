import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const refusals = async (url: string) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^gateway_refused_total\{reason="(\w+)".*\} (\d+)$/gm)].map(([, reason, count]) => [
      reason,
      Number(count),
    ]),
  );
};

describe('the size of a body', () => {
  const routes = [{ path: '/api/v1/things/large', bodyBytes: 2_000 }];

  it('is looked at before anything else is, where it is said', async () => {
    await using upstream = await startUpstream((request, response) => void request.resume().pipe(response));
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { limits: { bodyBytes: 1_000 }, routes },
    });
    const { authorization, url } = gateway;
    const send = async (path: string, bytes: number) => {
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        body: 'x'.repeat(bytes),
        headers: { authorization },
      });
      return [answer.status, ((await answer.text()).match(/"code":"(\w+)"/) ?? [])[1]];
    };
    expect(await send('/api/v1/things', 1_001)).toEqual([413, 'payload_too_large']);
    expect(await send('/api/v1/things/large', 2_001)).toEqual([413, 'payload_too_large']);
    expect(upstream.requests).toHaveLength(0);
    expect(await send('/api/v1/things', 1_000)).toEqual([200, undefined]);
    expect(await send('/api/v1/things/large/one', 2_000)).toEqual([200, undefined]);
    expect(await refusals(url)).toEqual({ payload_too_large: 2 });

    gateway.configure({ limits: { bodyBytes: 0 } });
    expect(await send('/api/v1/things', 1_000_000)).toEqual([200, undefined]);
  });

  it('is not waited for where it is said to be too large', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end());
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { limits: { bodyBytes: 1_000 } },
    });
    using client = await RawClient.to(gateway.url);
    const head = ['Host: x', `Authorization: ${gateway.authorization}`, 'Content-Length: 1001', 'Expect: 100-continue'];
    client.send('POST /api/v1/things HTTP/1.1', ...head, '', '');
    expect(await client.until(/payload_too_large/)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('is counted where rules need the whole of it', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end());
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: {
        limits: { bodyBytes: 1_000 },
        routes: [{ path: '/api/v1/things', request: { body: { remove: ['/a'] } } }],
      },
    });
    using client = await RawClient.to(gateway.url);
    const head = ['Host: x', `Authorization: ${gateway.authorization}`, 'Content-Type: application/json'];
    client.send('POST /api/v1/things HTTP/1.1', ...head, 'Transfer-Encoding: chunked', '', '');
    client.send(`3e9\r\n"${'x'.repeat(999)}"\r\n0`, '', '');
    expect(await client.until(/payload_too_large/)).toMatch(/^HTTP\/1\.1 413 /);
    expect(upstream.requests).toHaveLength(0);
    expect(await refusals(gateway.url)).toEqual({ payload_too_large: 1 });
  });

  it('is counted where it is not said: the service sees the request cut off, the client why', async () => {
    const cutOff = Promise.withResolvers<void>();
    await using upstream = await startUpstream((request, response) => {
      request.on('error', () => undefined).resume();
      request.once('close', () => !request.complete && cutOff.resolve());
      request.once('end', () => response.end('all of it'));
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { limits: { bodyBytes: 1_000 } },
    });
    using client = await RawClient.to(gateway.url);
    const head = ['Host: x', `Authorization: ${gateway.authorization}`, 'Transfer-Encoding: chunked', '', ''];
    const chunk = `1f4\r\n${'x'.repeat(500)}\r\n`;
    client.send('POST /api/v1/things HTTP/1.1', ...head);
    client.send(`${chunk}${chunk}0`, '', '');
    await client.until(/all of it/);

    client.send('POST /api/v1/things HTTP/1.1', ...head);
    client.send(chunk);
    await until(() => upstream.requests.length === 2);
    client.send(chunk);
    client.send(chunk);
    expect(await client.until(/payload_too_large/)).toMatch(/HTTP\/1\.1 413 /);
    await cutOff.promise;
    // The rest is read over, and the connection goes on.
    client.send(`${chunk}0`, '', '');
    client.send('POST /api/v1/things HTTP/1.1', ...head);
    client.send(`${chunk}0`, '', '');
    await client.until(/all of it.*all of it/s);
    expect(await refusals(gateway.url)).toEqual({ payload_too_large: 1 });
  });
});

describe('the size of a head', () => {
  it('is bounded, and so is the URL in it', async () => {
    await using upstream = await startUpstream((request, response) => void response.end(request.url));
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { limits: { urlBytes: 200, headerBytes: 2_000 } },
    });
    const { authorization, url } = gateway;
    const ask = async (path: string, headers = {}) => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization, ...headers } });
      return [answer.status, ((await answer.text()).match(/"code":"(\w+)"/) ?? [])[1]];
    };
    const path = (length: number) => `/api/v1/things?${'x'.repeat(length - '/api/v1/things?'.length)}`;
    expect(await ask(path(200))).toEqual([200, undefined]);
    expect(await ask(path(201))).toEqual([414, 'uri_too_long']);
    expect(await ask('/api/v1/things', { 'x-large': 'x'.repeat(2_000) })).toEqual([431, 'headers_too_large']);
    expect(await refusals(url)).toEqual({ uri_too_long: 1, headers_too_large: 1 });

    gateway.configure({ limits: { urlBytes: 0, headerBytes: 0 } });
    using client = await RawClient.to(url);
    client.send(
      `GET ${path(9_000)} HTTP/1.1`,
      'Host: x',
      `Authorization: ${authorization}`,
      'Connection: close',
      '',
      '',
    );
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('the number of connections', () => {
  it('is bounded, and changes while the gateway runs', async () => {
    await using gateway = await startGateway({ instances: {}, settings: { limits: { connections: 2 } } });
    using one = await RawClient.to(gateway.url);
    using two = await RawClient.to(gateway.url);
    one.send('GET /health HTTP/1.1', 'Host: x', '', '');
    two.send('GET /health HTTP/1.1', 'Host: x', '', '');
    await Promise.all([one.until(/alive/), two.until(/alive/)]);
    using three = await RawClient.to(gateway.url);
    expect(await three.closed()).toBe('');
    gateway.configure({ limits: { connections: 0 } });
    using four = await RawClient.to(gateway.url);
    four.send('GET /health HTTP/1.1', 'Host: x', '', '');
    await four.until(/alive/);
    expect(await refusals(gateway.url)).toEqual({ connections: 1 });
    one.socket.end();
    await once(one.socket, 'close');
  });
});
