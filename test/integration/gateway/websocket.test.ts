import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { drain } from '../../../shared/app/drain.ts';
import {
  startGateway,
  startUpstream,
  type TestGateway,
  type TestSettings,
} from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

const PATH = '/api/v1/things/live';
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const RULES: TestSettings = { routes: [{ path: '/api/v1/things', webSocket: true }] };

/** A service that opens every WebSocket it is asked for. */
async function startService() {
  const requests: IncomingMessage[] = [];
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (offered) => [...offered].at(-1) ?? false,
  });
  server.on('connection', (_socket, request) => requests.push(request));
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    requests,
    /** The other end of the next WebSocket. */
    next: async () => (await once(server, 'connection'))[0] as WebSocket,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A file that says which role the gateway has. */
async function startRole() {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-role-'));
  const path = join(folder, 'role');
  return {
    path,
    put: (role: string) => writeFile(path, role),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function startBoth(settings: TestSettings = RULES, environment: NodeJS.ProcessEnv = {}) {
  const service = await startService();
  const gateway = await startGateway({ instances: { things: [service.url] }, settings, environment });
  return {
    service,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

function open(gateway: TestGateway, protocols: string[] = [], options: ClientOptions = {}): WebSocket {
  const headers = { authorization: gateway.authorization, ...options.headers };
  return new WebSocket(gateway.url.replace('http', 'ws') + PATH, protocols, { ...options, headers });
}

/** Both ends of an open WebSocket. */
async function opened(both: Awaited<ReturnType<typeof startBoth>>, options?: ClientOptions) {
  const accepted = both.service.next();
  const client = open(both.gateway, [], options);
  const [server] = await Promise.all([accepted, once(client, 'open')]);
  return { client, server };
}

const handshake = (gateway: TestGateway, ...more: string[]) => [
  `GET ${PATH} HTTP/1.1`,
  'Host: x',
  `Authorization: ${gateway.authorization}`,
  'Connection: Upgrade',
  ...more,
  '',
  '',
];
const GOOD = ['Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 13'];

const metric = async ({ app }: TestGateway, name: string) => {
  const line = (await app.metrics.metrics()).split('\n').find((each) => each.startsWith(`${name}{`));
  return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ') + 1));
};
const socketOf = (socket: WebSocket) => (socket as unknown as { _socket: Socket })._socket;
const text = async (socket: WebSocket) => String((await once(socket, 'message'))[0]);

describe('a WebSocket', () => {
  it('is opened by the service, and passes on what both say, compressed or not', async () => {
    await using both = await startBoth();
    for (const perMessageDeflate of [false, true]) {
      const { client, server } = await opened(both, { perMessageDeflate });
      const heard = text(server);
      client.send('hello');
      expect(await heard).toBe('hello');
      const answered = text(client);
      server.send('x'.repeat(200_000));
      expect(await answered).toHaveLength(200_000);
      expect(await metric(both.gateway, 'http_requests_in_flight')).toBe(0);
      client.close(4001, 'bye');
      const [code, reason] = await once(server, 'close');
      expect([code, String(reason)]).toEqual([4001, 'bye']);
    }
    await until(async () => (await metric(both.gateway, 'gateway_websockets_open')) === 0);
    expect(await metric(both.gateway, 'gateway_websockets_ended_total')).toBe(2);
    expect(await both.gateway.app.metrics.metrics()).toMatch(
      /^http_request_duration_seconds_count\{.*route="\/api\/v1\/things",status="101".*\} 2$/m,
    );
  });

  it('takes the place of a request for as long as it is open', async () => {
    await using both = await startBoth({ ...RULES, concurrency: { requests: 1 } });
    const { client } = await opened(both);
    const [, full] = await once(open(both.gateway), 'unexpected-response');
    expect(full.statusCode).toBe(503);
    full.resume();
    client.close();
    await once(client, 'close');
    const now = await until(async () => {
      const again = open(both.gateway);
      const got = await Promise.race([once(again, 'open'), once(again, 'unexpected-response')]);
      return got.length === 0 && again;
    });
    now.terminate();
  });

  it('reaches the service with cleaned headers and the protocols that were offered', async () => {
    await using both = await startBoth();
    const headers = { 'x-forwarded-for': '6.6.6.6', 'x-correlation-id': 'mine', 'x-kept': 'yes', te: 'trailers' };
    const client = open(both.gateway, ['chat', 'superchat'], { headers });
    await once(client, 'open');
    expect(client.protocol).toBe('superchat');
    const [request] = both.service.requests;
    expect(request?.url).toBe(PATH);
    expect(request?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-correlation-id': 'mine',
      'x-kept': 'yes',
      upgrade: 'websocket',
      connection: 'upgrade',
      'sec-websocket-protocol': 'chat,superchat',
      authorization: expect.stringMatching(/^Bearer /),
    });
    // What the gateway says of the caller, in place of the caller's own word.
    expect(request?.headers.authorization).not.toBe(both.gateway.authorization);
    expect(request?.headers).not.toHaveProperty('te');
    client.terminate();
  });

  it('is no way round tokens, scopes or limits', async () => {
    await using both = await startBoth({ ...RULES, rateLimit: { requests: 2, windowSeconds: 600 } });
    const { gateway } = both;
    const refused = async (authorization?: string) => {
      const client = new WebSocket(gateway.url.replace('http', 'ws') + PATH, {
        headers: authorization === undefined ? {} : { authorization },
      });
      const [, answer] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
      answer.resume();
      return [answer.statusCode, answer.headers['content-type'], answer.headers.connection];
    };
    const problem = (status: number) => [status, 'application/problem+json; charset=utf-8', 'close'];
    expect(await refused()).toEqual(problem(401));
    expect(await refused('Bearer nonsense')).toEqual(problem(401));
    expect(await refused(`Bearer ${await gateway.token('others:read')}`)).toEqual(problem(403));
    for (let turn = 0; turn < 2; turn++) (await opened(both)).client.terminate();
    expect(await refused(gateway.authorization)).toEqual(problem(429));
    expect(both.service.requests).toHaveLength(2);
  });

  it('is opened where a rule says so, and nowhere else', async () => {
    await using both = await startBoth({});
    using client = await RawClient.to(both.gateway.url);
    client.send(...handshake(both.gateway, ...GOOD));
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 [\s\S]*invalid_header/);
    both.gateway.configure(RULES);
    const { client: now } = await opened(both);
    now.terminate();
  });

  it.each([
    ['another version', 426, ['Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`, 'Sec-WebSocket-Version: 8']],
    ['no version', 426, ['Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`]],
    ['no key', 400, ['Upgrade: websocket', 'Sec-WebSocket-Version: 13']],
    ['a short key', 400, ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAA']],
    ['two keys', 400, [...GOOD, `Sec-WebSocket-Key: ${KEY}`]],
  ])('is refused for %s', async (_what, status, lines) => {
    await using both = await startBoth();
    using client = await RawClient.to(both.gateway.url);
    client.send(...handshake(both.gateway, ...lines));
    const answer = await client.closed();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 426) expect(answer).toMatch(/^sec-websocket-version: 13\r\nupgrade: websocket\r$/im);
    expect(both.service.requests).toHaveLength(0);
  });

  it.each([
    ['another protocol', 'GET', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA']],
    ['another method', 'POST', GOOD],
  ])('is not opened for %s: the service gets a plain request', async (_what, method, lines) => {
    await using upstream = await startUpstream((incoming, response) => void incoming.pipe(response));
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: RULES });
    using client = await RawClient.to(gateway.url);
    const [, ...head] = handshake(gateway, ...lines);
    client.send(`${method} ${PATH} HTTP/1.1`, ...head);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 /);
    const [request] = upstream.requests;
    expect([request?.method, request?.headers.upgrade]).toEqual([method, undefined]);
  });

  it('is not opened while an earlier answer over the connection is under way', async () => {
    const answers: ServerResponse[] = [];
    await using upstream = await startUpstream((_request, response) => void answers.push(response));
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: RULES });
    using client = await RawClient.to(gateway.url);
    const [, ...head] = handshake(gateway);
    client.send('GET /api/v1/things/first HTTP/1.1', ...head.toSpliced(2, 1), ...handshake(gateway, ...GOOD));
    for (const text of ['first', 'second']) {
      (await until(() => answers.pop())).end(text);
      await client.until(new RegExp(text));
    }
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/api/v1/things/first', PATH]);
  });

  it('is not opened for pages of an origin that may not call', async () => {
    await using both = await startBoth({ ...RULES, cors: { origins: ['https://app.example.org'] } });
    const from = (origin: string) => open(both.gateway, [], { origin });
    const [, refused] = await once(from('https://evil.example.org'), 'unexpected-response');
    expect(refused.statusCode).toBe(403);
    refused.resume();
    for (const origin of ['https://app.example.org', both.gateway.url]) {
      const client = from(origin);
      await once(client, 'open');
      client.terminate();
    }
  });

  it('is not opened by a service that refuses, and says why', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(418, { 'x-why': 'teapot' }).end('short and stout');
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: RULES });
    const [, answer] = await once(open(gateway), 'unexpected-response');
    expect([answer.statusCode, answer.headers['x-why']]).toEqual([418, 'teapot']);
    answer.resume();
  });

  it('is not opened by a service that merely says so, and 502 is the answer', async () => {
    await using upstream = await startUpstream(() => undefined);
    upstream.server.on('upgrade', (_request, socket) => {
      socket.resume().once('end', () => socket.destroy());
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] }, settings: RULES });
    const [, answer] = await once(open(gateway), 'unexpected-response');
    expect(answer.statusCode).toBe(502);
    answer.resume();
  });

  it('is not opened by a service that has much to say about that: all of it arrives', async () => {
    const text = 'x'.repeat(5_000_000);
    await using service = await startUpstream((_request, response) => {
      response.writeHead(403, { 'content-length': text.length }).end(text);
    });
    await using gateway = await startGateway({ instances: { things: [service.url] }, settings: RULES });
    using client = await RawClient.to(gateway.url);
    client.send(...handshake(gateway, ...GOOD));
    const answer = await client.closed();
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer.endsWith(text)).toBe(true);
  });

  it('is no longer asked for once its client has gone', async () => {
    const told = Promise.withResolvers<void>();
    await using service = await startUpstream(() => undefined);
    service.server.on('upgrade', (_request, socket) => {
      socket.once('end', () => socket.end(told.resolve)).resume();
      client.destroy();
    });
    const settings = { ...RULES, silenceMs: 3_600_000 };
    await using gateway = await startGateway({ instances: { things: [service.url] }, settings });
    const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    client.write(handshake(gateway, ...GOOD).join('\r\n'));
    await told.promise;
  });

  it('needs an instance: 503 else', async () => {
    await using gateway = await startGateway({ instances: {}, settings: RULES });
    const [, answer] = await once(open(gateway), 'unexpected-response');
    expect(answer.statusCode).toBe(503);
    answer.resume();
  });

  it('goes at the pace of who listens, in both directions', async () => {
    await using both = await startBoth();
    const { client, server } = await opened(both, { perMessageDeflate: false });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      to.pause();
      const piece = Buffer.alloc(256 * 1024);
      let sent = 0;
      let received = 0;
      to.on('message', () => received++);
      // More than all buffers between them hold stays with the sender.
      while (from.bufferedAmount < 4 * piece.length) {
        from.send(piece);
        sent++;
        await new Promise(setImmediate);
      }
      expect(received).toBe(0);
      to.resume();
      await until(() => received === sent);
      to.removeAllListeners('message');
    }
    client.terminate();
  });

  it.each(['client', 'server'] as const)('is cut off for the other side when the %s breaks off', async (who) => {
    await using both = await startBoth();
    const ends = await opened(both);
    const other = ends[who === 'client' ? 'server' : 'client'];
    ends[who].terminate();
    const [code] = await once(other, 'close');
    expect(code).toBe(1006);
    await until(async () => (await metric(both.gateway, 'gateway_websockets_open')) === 0);
    expect(await metric(both.gateway, 'gateway_upstream_pending')).toBe(0);
  });

  it('lives on when its client has said all, until the service has as well', async () => {
    await using both = await startBoth();
    const accepted = both.service.next();
    using client = await RawClient.to(both.gateway.url);
    client.send(...handshake(both.gateway, ...GOOD));
    await client.until(/\r\n\r\n$/);
    const server = await accepted;
    client.socket.end();
    server.on('error', () => undefined);
    await once(server, 'close');
    await client.closed();
    await until(async () => (await metric(both.gateway, 'gateway_websockets_open')) === 0);
  });

  it('is not bound by the time in which a service must answer, but ends when both are silent', async () => {
    await using both = await startBoth({
      routes: [{ path: '/api/v1/things', webSocket: true, timeoutMs: 200, silenceMs: 400 }],
    });
    const { client, server } = await opened(both);
    const began = performance.now();
    const closed = Promise.all([once(client, 'close'), once(server, 'close')]);
    const talking = setInterval(() => server.ping(), 50);
    try {
      await until(() => performance.now() - began > 800);
      expect(client.readyState).toBe(WebSocket.OPEN);
    } finally {
      clearInterval(talking);
    }
    expect((await closed).map(([code]) => code)).toEqual([1001, 1001]);
  });

  it('ends with 1001 when the gateway drains, on both sides, and not in the middle of a frame', async () => {
    await using both = await startBoth();
    const { client, server } = await opened(both, { perMessageDeflate: false });
    const [from, to] = [socketOf(server), socketOf(client)];
    const heard = text(client);
    const before = to.bytesRead;
    from.write(Buffer.from('\x81\x0ahalf', 'latin1'));
    await until(() => to.bytesRead > before);
    const closed = Promise.all([once(client, 'close'), once(server, 'close')]);
    const drained = drain(both.gateway.app, 10_000);
    await until(() => !both.gateway.app.server.listening);
    expect(client.readyState).toBe(WebSocket.OPEN);
    from.write(Buffer.from(' frame\x81\x04late', 'latin1'));
    expect(await heard).toBe('half frame');
    expect((await closed).map(([code]) => code)).toEqual([1001, 1001]);
    expect(await drained).toBe(true);
  });

  it('is cut off when the gateway drains and the client does not answer', async () => {
    await using both = await startBoth();
    using client = await RawClient.to(both.gateway.url);
    const accepted = both.service.next();
    client.send(...handshake(both.gateway, ...GOOD));
    const server = await accepted;
    await client.until(/\r\n\r\n$/);
    const closed = once(server, 'close');
    expect(await drain(both.gateway.app, 10_000)).toBe(true);
    expect(await client.closed()).toMatch(/\x88\x02\x03\xe9$/);
    expect((await closed)[0]).toBe(1006);
  });

  it('ends with 1012 when the gateway is on standby, one after the other; cut off if its client does not answer', async () => {
    await using role = await startRole();
    await using both = await startBoth(RULES, { ROLE_FILE: role.path, DRAIN_TIMEOUT_MS: '1000' });
    const all = [await opened(both), await opened(both), await opened(both)];
    using silent = await RawClient.to(both.gateway.url);
    const accepted = both.service.next();
    silent.send(...handshake(both.gateway, ...GOOD));
    const cut = once(await accepted, 'close');

    const began = performance.now();
    const times: number[] = [];
    const closed = all.flatMap(({ client, server }) => {
      client.once('close', () => times.push(performance.now() - began));
      return [once(client, 'close'), once(server, 'close')];
    });
    await role.put('standby');
    await until(() => both.gateway.app.role.current === 'standby');
    const preview = await opened(both);
    expect((await Promise.all(closed)).map(([code]) => code)).toEqual(Array(6).fill(1012));
    // Evenly over half the time of a drain, each in its quarter.
    expect((times[2] as number) - (times[0] as number)).toBeGreaterThan(100);
    expect((await cut)[0]).toBe(1006);
    expect(await silent.closed()).toMatch(/\x88\x02\x03\xf4$/);
    expect(preview.client.readyState).toBe(WebSocket.OPEN);
    const counted = /^gateway_websockets_ended_total{.*"standby".*} 4$/m;
    await until(async () => counted.test(await both.gateway.app.metrics.metrics()));

    // Who has not been sent away yet may stay with the one that is live again; a drain says what it always says.
    await role.put('live');
    await until(() => both.gateway.app.role.current === 'live');
    const [goodbye] = [once(preview.client, 'close'), drain(both.gateway.app, 10_000)];
    expect((await goodbye)[0]).toBe(1001);
  });

  it('lives on when its instance is not registered any more', async () => {
    await using both = await startBoth();
    const { client, server } = await opened(both);
    (both.gateway.instances as Record<string, readonly string[]>).things = [];
    const [, answer] = await once(open(both.gateway), 'unexpected-response');
    expect(answer.statusCode).toBe(503);
    answer.resume();
    const heard = text(server);
    client.send('still here');
    expect(await heard).toBe('still here');
    client.terminate();
  });
});
