import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../shared/context/index.ts';
import { freePort } from '../../../shared/testing/port.ts';
import { json, startTarget, status } from './target.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a call', () => {
  it('sends JSON and gets JSON', async () => {
    await using target = await startTarget((request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', etag: '"1"' });
      request.pipe(response);
    });
    const answer = await target.client.request({ method: 'POST', path: '/orders?dry=1', body: { name: 'é' } });
    expect(answer).toMatchObject({ status: 201, body: { name: 'é' }, headers: { etag: '"1"' } });
    expect(target.seen[0]).toMatchObject({
      url: '/orders?dry=1',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
  });

  it('keeps the path of the base URL', async () => {
    await using target = await startTarget(status(204), { resolve: () => `${target.url}/inner/` });
    await target.client.request({ method: 'GET', path: '/orders' });
    expect(target.seen[0]?.url).toBe('/inner/orders');
  });

  it.each([200, 204, 304, 404, 409, 422, 499])('hands over status %i, with no body as undefined', async (code) => {
    await using target = await startTarget(status(code));
    expect(await target.client.request({ method: 'GET', path: '/' })).toMatchObject({ status: code, body: undefined });
  });

  it('reads a problem document', async () => {
    await using target = await startTarget((_, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"code":"not_found"}');
    });
    expect((await target.client.request({ method: 'GET', path: '/' })).body).toEqual({ code: 'not_found' });
  });

  it('carries correlation id, trace, token and time left', async () => {
    await using target = await startTarget(status(204), { token: async () => 'a.b.c' });
    const context = { correlationId: 'order-7', traceparent: TRACEPARENT, deadline: Date.now() + 500 };
    await runInContext(context, () => target.client.request({ method: 'GET', path: '/' }));
    const { headers } = target.seen[0] ?? {};
    expect(headers).toMatchObject({
      'x-correlation-id': 'order-7',
      traceparent: TRACEPARENT,
      authorization: 'Bearer a.b.c',
    });
    expect(Number(headers?.['x-request-deadline'])).toBeGreaterThan(300);
    expect(Number(headers?.['x-request-deadline'])).toBeLessThanOrEqual(500);
  });

  it('outside of any context begins a correlation and gives its own time', async () => {
    await using target = await startTarget(status(204), { timeoutMs: 700 });
    await target.client.request({ method: 'GET', path: '/' });
    expect(target.seen[0]?.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(target.seen[0]?.headers['x-request-deadline'])).toBeLessThanOrEqual(700);
  });

  it('reuses connections', async () => {
    const ports = new Set<number | undefined>();
    await using target = await startTarget((request, response) => {
      ports.add(request.socket.remotePort);
      status(204)(request, response);
    });
    for (let n = 0; n < 10; n++) await target.client.request({ method: 'GET', path: '/' });
    // The pool may open a second one while the first has not yet told that it is free.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('takes the next instance for the next attempt', async () => {
    const dead = `http://127.0.0.1:${await freePort()}`;
    await using target = await startTarget(json('fine'), { resolve: () => instances.shift() });
    const instances = [dead, target.url];
    expect((await target.client.request({ method: 'GET', path: '/' })).body).toBe('fine');
  });
});

describe('a call that fails', () => {
  it('for want of an instance is unavailable', async () => {
    await using target = await startTarget(status(204), { resolve: () => undefined, retries: 0 });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'unavailable',
      detail: 'No instance of stock is known.',
    });
  });

  it('for want of a listener has an upstream that failed', async () => {
    const port = await freePort();
    await using target = await startTarget(status(204), { resolve: () => `http://127.0.0.1:${port}` });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_failed',
    });
  });

  it('in the middle of the body has an upstream that failed, and is made again', async () => {
    await using target = await startTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"a":');
      response.socket?.resetAndDestroy();
    });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_failed',
    });
    expect(target.seen).toHaveLength(3);
  });

  it('because a half-open connection never answers ends in time', async () => {
    // Accepts, reads, and says nothing: what a frozen host looks like.
    const silentServer = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(silentServer, 'listening');
    const { port } = silentServer.address() as { port: number };
    await using target = await startTarget(status(204), {
      resolve: () => `http://127.0.0.1:${port}`,
      timeoutMs: 150,
    });
    const started = performance.now();
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_timeout',
      status: 504,
    });
    expect(performance.now() - started).toBeLessThan(1_500);
    silentServer.close();
  });

  it('because the answer takes too long lets go of the connection', async () => {
    await using target = await startTarget(() => undefined, { timeoutMs: 100 });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
    for (const socket of target.sockets) await once(socket, 'close');
    expect(target.seen).toHaveLength(1);
  });

  it('because the body trickles ends in time', async () => {
    await using target = await startTarget(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('"');
        const timer = setInterval(() => response.write('a'), 20);
        response.on('close', () => clearInterval(timer));
      },
      { timeoutMs: 150 },
    );
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
  });

  it.each([
    [500, 'upstream_failed', 1],
    [501, 'upstream_failed', 1],
    [502, 'upstream_failed', 3],
    [503, 'unavailable', 3],
    [504, 'upstream_timeout', 3],
  ])('with status %i is %s after %i attempts', async (code, problem, attempts) => {
    await using target = await startTarget(status(code));
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: problem });
    expect(target.seen).toHaveLength(attempts);
  });

  it('passes Retry-After on', async () => {
    await using target = await startTarget(status(503, { 'retry-after': '7' }), { retries: 0 });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      headers: { 'Retry-After': '7' },
    });
  });

  it.each([
    ['no JSON', 'text/html', '<p>'],
    ['broken JSON', 'application/json', '{"secret":'],
  ])('with %s is not made again and does not quote the body', async (_, type, body) => {
    await using target = await startTarget((_, response) => {
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    await expect(target.client.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
      code: 'upstream_failed',
      message: 'The answer of stock is not JSON.',
      cause: undefined,
    });
    expect(target.seen).toHaveLength(1);
  });

  it.each([
    ['says how long it is', true],
    ['does not say how long it is', false],
  ])('with a body too large that %s is given up early', async (_, announced) => {
    const size = 64 * 1024 * 1024;
    let written = 0;
    await using target = await startTarget((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 0x20);
      response.writeHead(200, { 'content-type': 'application/json', ...(announced && { 'content-length': size }) });
      const write = () => {
        while (written < size && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', write);
        }
      };
      write();
    });
    await expect(target.client.request({ method: 'GET', path: '/', timeoutMs: 20_000 })).rejects.toMatchObject({
      code: 'upstream_failed',
      detail: 'The answer of stock is too large.',
    });
    expect(written).toBeLessThan(size);
    expect(target.seen).toHaveLength(1);
  });
});

describe('a call that must not be repeated', () => {
  it.each([
    ['reset', (_: unknown, response: import('node:http').ServerResponse) => response.socket?.resetAndDestroy()],
    ['503', (_: unknown, response: import('node:http').ServerResponse) => response.writeHead(503).end()],
  ])('is made once (%s)', async (_, answer) => {
    await using target = await startTarget(answer as never);
    await expect(target.client.request({ method: 'POST', path: '/', body: {} })).rejects.toMatchObject({
      name: 'Problem',
    });
    await expect(target.client.request({ method: 'GET', path: '/', idempotent: false })).rejects.toBeDefined();
    expect(target.seen).toHaveLength(2);
  });

  it('is repeated where the caller says that it may', async () => {
    await using target = await startTarget(status(503));
    const call = { method: 'POST', path: '/', body: {}, idempotent: true } as const;
    await expect(target.client.request(call)).rejects.toMatchObject({ code: 'unavailable' });
    expect(target.seen).toHaveLength(3);
  });
});

describe('the deadline', () => {
  it('that has passed sends nothing', async () => {
    await using target = await startTarget(status(204));
    const late = { correlationId: 'late', deadline: Date.now() - 1 };
    await expect(runInContext(late, () => target.client.request({ method: 'GET', path: '/' }))).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
    expect(target.seen).toHaveLength(0);
  });

  it('shrinks from hop to hop', async () => {
    const received: number[] = [];
    await using last = await startTarget((request, response) => {
      received.push(Number(request.headers['x-request-deadline']));
      status(204)(request, response);
    });
    await using middle = await startTarget(async (request, response) => {
      const remaining = Number(request.headers['x-request-deadline']);
      received.push(remaining);
      const context = { correlationId: String(request.headers['x-correlation-id']), deadline: Date.now() + remaining };
      await runInContext(context, () => last.client.request({ method: 'GET', path: '/' }));
      status(204)(request, response);
    });
    const context = { correlationId: 'two-hops', deadline: Date.now() + 400 };
    await runInContext(context, () => middle.client.request({ method: 'GET', path: '/' }));
    expect(received).toHaveLength(2);
    expect(received[0]).toBeLessThanOrEqual(400);
    expect(received[1]).toBeLessThanOrEqual(received[0] as number);
    expect(last.seen[0]?.headers['x-correlation-id']).toBe('two-hops');
  });

  it('ends a call that waits two hops away', async () => {
    await using last = await startTarget(() => undefined);
    await using middle = await startTarget(async (request, response) => {
      const deadline = Date.now() + Number(request.headers['x-request-deadline']);
      await runInContext({ correlationId: 'x', deadline }, () =>
        last.client.request({ method: 'GET', path: '/' }),
      ).catch((problem) => status(problem.status)(request, response));
    });
    const started = performance.now();
    await expect(
      runInContext({ correlationId: 'x', deadline: Date.now() + 200 }, () =>
        middle.client.request({ method: 'GET', path: '/' }),
      ),
    ).rejects.toMatchObject({ code: 'upstream_timeout' });
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});

describe('a caller that goes away', () => {
  it('gets its own reason and frees the connection', async () => {
    await using target = await startTarget(() => undefined);
    const leaving = new AbortController();
    const call = target.client.request({ method: 'GET', path: '/', signal: leaving.signal });
    await once(target.server, 'request');
    leaving.abort(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
    for (const socket of target.sockets) await once(socket, 'close');
  });

  it('before the call sends nothing', async () => {
    await using target = await startTarget(status(204));
    const call = target.client.request({ method: 'GET', path: '/', signal: AbortSignal.abort(new Error('gone')) });
    await expect(call).rejects.toThrow('gone');
    expect(target.seen).toHaveLength(0);
  });
});

describe('a long poll', () => {
  it('asks for the wait and gets that much more time', async () => {
    await using target = await startTarget(
      (request, response) => void setTimeout(() => status(304)(request, response), 300),
      { timeoutMs: 100 },
    );
    const answer = await target.client.request({ method: 'GET', path: '/', wait: 1 });
    expect(answer.status).toBe(304);
    expect(target.seen[0]?.headers.prefer).toBe('wait=1');
  });
});
