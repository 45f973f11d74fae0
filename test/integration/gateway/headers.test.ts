import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const answering = () => startUpstream((_request, response) => void response.end('ok'));

/** Sends the lines as they are, with a token, and returns what comes back. */
async function send(gateway: TestGateway, start: string, lines: readonly string[], until = /ok$/): Promise<string> {
  using client = await RawClient.to(gateway.url);
  client.send(start, `Authorization: ${gateway.authorization}`, ...lines, '', '');
  return await client.until(until);
}

const GET = 'GET /api/v1/things HTTP/1.1';

describe('headers on their way to a service', () => {
  it('loses what speaks to the next hop alone, and what Connection nominates', async () => {
    await using upstream = await answering();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    await send(gateway, GET, [
      'Host: public',
      'Connection: close, X-Secret , keep-alive',
      'X-Secret: 1',
      'Keep-Alive: timeout=99',
      'Proxy-Connection: keep-alive',
      'Proxy-Authorization: Basic eDp5',
      'TE: trailers',
      'Trailer: X-After',
      'Upgrade: websocket',
      'X-Kept: 1',
      'X-Kept: 2',
    ]);
    const headers = upstream.requests[0]?.headers;
    expect(headers).toMatchObject({ connection: 'keep-alive', 'x-kept': '1, 2' });
    for (const name of [
      'x-secret',
      'keep-alive',
      'proxy-connection',
      'proxy-authorization',
      'te',
      'trailer',
      'upgrade',
    ])
      expect(headers).not.toHaveProperty(name);
  });

  it('says itself who asked; what the client says of that never gets through', async () => {
    await using upstream = await answering();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    await send(gateway, GET, [
      'Host: public.example:8000',
      'Connection: X-Forwarded-For, X-Forwarded-Host, keep-alive',
      'X-Forwarded-For: 6.6.6.6',
      'X-Forwarded-Host: evil',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Port: 1',
      'X-Forwarded-Prefix: /evil',
      'Forwarded: for=6.6.6.6',
      'X-Real-IP: 6.6.6.6',
    ]);
    const headers = upstream.requests[0]?.headers;
    expect(headers).toMatchObject({
      host: new URL(upstream.url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'public.example:8000',
      'x-forwarded-proto': 'http',
    });
    for (const name of ['forwarded', 'x-real-ip', 'x-forwarded-port', 'x-forwarded-prefix'])
      expect(headers).not.toHaveProperty(name);
  });

  it('passes on the correlation id, the trace and the time left', async () => {
    await using upstream = await answering();
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: { silenceMs: 4_000 } });
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const answer = await send(gateway, GET, [
      'Host: x',
      'X-Correlation-Id: order-7',
      `traceparent: 00-${trace}-b7ad6b7169203331-01`,
      'tracestate: vendor=1',
    ]);
    expect(answer).toMatch(/^x-correlation-id: order-7\r$/im);
    expect(upstream.requests[0]?.headers).toMatchObject({
      'x-correlation-id': 'order-7',
      traceparent: expect.stringMatching(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`)),
      tracestate: 'vendor=1',
      'x-request-deadline': '4000',
    });

    await send(gateway, GET, ['Host: x', 'X-Correlation-Id: not a good one', 'X-Request-Deadline: 1500']);
    const second = upstream.requests[1] as IncomingMessage;
    expect(second.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(second.headers['x-request-deadline'])).toBeGreaterThan(0);
    expect(Number(second.headers['x-request-deadline'])).toBeLessThanOrEqual(1_500);
  });

  it('keeps the path byte for byte, and refuses one that could leave its route', async () => {
    await using upstream = await answering();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    for (const path of ['/%41%20b?x=%2F..%2f&y=a+b', '/a%C3%A4', '//x/', '/;v=1']) {
      await send(gateway, `GET /api/v1/things${path} HTTP/1.1`, ['Host: x']);
      expect(upstream.requests.at(-1)?.url).toBe(`/api/v1/things${path}`);
    }
    await send(gateway, 'GET http://public/api/v1/things/1?x HTTP/1.1', ['Host: public']);
    expect(upstream.requests.at(-1)?.url).toBe('/api/v1/things/1?x');

    const seen = upstream.requests.length;
    for (const path of [
      '/../config',
      '/%2e%2e/config',
      '/..%2fconfig',
      '/%252e%252e/config',
      '/..;/config',
      '/a\\b',
      '/%zz',
    ])
      await send(gateway, `GET /api/v1/things${path} HTTP/1.1`, ['Host: x'], /HTTP\/1\.1 400[\s\S]*malformed_request/);
    expect(upstream.requests).toHaveLength(seen);
  });

  it('frames the body anew: one well-formed request, whatever came', async () => {
    await using upstream = await startUpstream((request, response) => void request.pipe(response));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    using client = await RawClient.to(gateway.url);
    const head = ['POST /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`];
    client.send(...head, 'Transfer-Encoding: chunked', '', '4;ext=1', 'abcd', '2', 'ef', '0', 'X-After: 1', '', '');
    await client.until(/\r\n0\r\n\r\n$/);
    client.send(...head, 'Content-Length: 3', '', 'ghi');
    await client.until(/ghi/);
    expect(upstream.requests).toHaveLength(2);
    expect(upstream.requests[1]?.headers).toMatchObject({ 'content-length': '3' });
    for (const { trailers, rawHeaders } of upstream.requests) {
      expect(trailers).toEqual({});
      expect(rawHeaders.filter((name) => /^(?:content-length|transfer-encoding)$/i.test(name))).toHaveLength(1);
    }
  });

  it.each([
    ['both lengths', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
    ['two lengths', ['Content-Length: 4', 'Content-Length: 5']],
    ['a length that is none', ['Content-Length: +4']],
    ['chunked not last', ['Transfer-Encoding: chunked, gzip']],
    ['a space before the colon', ['Content-Length : 4']],
  ])('lets no request with %s through', async (_name, lines) => {
    await using upstream = await answering();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    using client = await RawClient.to(gateway.url);
    const head = ['POST /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`];
    client.send(...head, ...lines, '', '0', '', 'GET /api/v1/things HTTP/1.1', 'Host: x', '', '');
    expect(await client.until(/HTTP\/1\.1 4\d\d[\s\S]*problem\+json/)).not.toMatch('200 OK');
    expect(upstream.requests.length).toBeLessThanOrEqual(1);
  });
});

describe('headers on their way to the client', () => {
  it('loses what spoke to the gateway alone, keeps what repeats, and has one correlation id', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(200, [
        ...[
          'Connection',
          'close, X-Internal',
          'X-Internal',
          '1',
          'Keep-Alive',
          'timeout=9',
          'Proxy-Authenticate',
          'Basic',
        ],
        ...[
          'Set-Cookie',
          'a=1',
          'Set-Cookie',
          'b=2',
          'X-Correlation-Id',
          'theirs',
          'ETag',
          '"1"',
          'Content-Length',
          '2',
        ],
      ]);
      response.end('ok');
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const answer = await send(gateway, GET, ['Host: x', 'X-Correlation-Id: ours']);
    expect(answer).toMatch(/^etag: "1"\r$/im);
    expect(answer.match(/^set-cookie: .*\r$/gim)).toHaveLength(2);
    expect(answer.match(/^x-correlation-id: .*\r$/gim)).toEqual(['x-correlation-id: ours\r']);
    expect(answer).not.toMatch(/^(?:x-internal|proxy-authenticate):/im);
    expect(answer).toMatch(/^connection: keep-alive\r$/im);
  });

  it.each([
    ['HEAD', 200, { 'content-length': '12' }],
    ['GET', 204, { 'content-length': '0' }],
    ['GET', 304, { etag: '"1"', 'content-length': '12' }],
  ])('gives a %s with %i no body, and the connection lives on', async (method, status, headers) => {
    await using upstream = await startUpstream((_request, response) => void response.writeHead(status, headers).end());
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    using client = await RawClient.to(gateway.url);
    const request = [`${method} /api/v1/things HTTP/1.1`, 'Host: x', `Authorization: ${gateway.authorization}`];
    request.push('X-Correlation-Id: 1', '', '');
    client.send(...request);
    const answer = await client.until(/\r\n\r\n/);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/^transfer-encoding:/im);
    expect(/^content-length: /im.test(answer)).toBe(status !== 204);
    client.send(...request);
    const both = await client.until(/\r\n\r\nHTTP\/1\.1 [\s\S]*\r\n\r\n$/);
    // They may have been given in different seconds.
    const undated = (text: string) => text.replaceAll(/^date: .*$/gim, 'date:');
    expect(undated(both)).toBe(undated(answer).repeat(2));
  });

  it('passes over interim answers', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('ok');
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    expect(await send(gateway, GET, ['Host: x'])).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});
