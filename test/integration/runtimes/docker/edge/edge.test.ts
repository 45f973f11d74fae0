import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SECURITY_HEADERS } from '../../../../../shared/app/security-headers.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { parseAnswer, sendRaw } from '../../../../shared/app/support/raw.ts';
import { check, haproxyMissing, type StartedEdge, serversIn, startEdge } from './support/edge.ts';

const MEGABYTE = 1024 * 1024;
const BLUE = '127.0.0.2';
const GREEN = '127.0.0.3';
/** What a server adds to a client's key (RFC 6455, section 1.3). */
const WEBSOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const suite = haproxyMissing ? describe.skip : describe;
if (haproxyMissing) console.warn(`skipped: ${haproxyMissing}`);

suite('an edge', () => {
  let edge: StartedEdge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(async () => edge?.[Symbol.asyncDispose]());

  const services: Server[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) {
      service.closeAllConnections();
      await new Promise((done) => service.close(done));
    }
    for (const colour of ['blue', 'green'] as const) await edge.place(colour, null);
  });
  /** A service at an address of its own, as a container has one. */
  async function serve(address: string, answer: (incoming: IncomingMessage, response: ServerResponse) => void) {
    const service = createServer(answer);
    services.push(service.listen(edge.servicePort, address));
    await once(service, 'listening');
    return service;
  }

  it.each([1, 50])('has a configuration that HAProxy takes without a word for %i services', async (count) => {
    const routes = Array.from({ length: count }, (_, index) => ({
      service: `service-${index}`,
      listen: `127.0.0.1:${30_000 + index}`,
      inner: `127.0.0.1:${31_000 + index}`,
      servers: serversIn('demo', `service-${index}`, 8000),
    }));
    expect((await check(routes)).replace('Configuration file is valid', '').trim()).toBe('');
  });

  describe('with no service behind it', () => {
    it('answers at once, with a problem that can be found in its log', async () => {
      const correlation = { 'x-correlation-id': 'edge-test-1' };
      const response = await fetch(`${edge.url}/api/"v1"?secret=1`, { headers: correlation });
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(Object.fromEntries(response.headers)).toMatchObject(SECURITY_HEADERS);
      expect([response.headers.get('x-correlation-id'), response.headers.get('retry-after')]).toEqual([
        'edge-test-1',
        '1',
      ]);
      expect([response.status, await response.json()]).toEqual([
        503,
        {
          type: 'urn:aurora:problem:unavailable',
          title: 'The service cannot answer now',
          status: 503,
          detail: 'order cannot be reached.',
          instance: '/api/%22v1%22',
          code: 'unavailable',
          correlationId: 'edge-test-1',
          errors: [],
        },
      ]);
      const line = await until(() => edge.log().find((each) => each.includes('edge-test-1')));
      expect(JSON.parse(line)).toMatchObject({ service: 'edge', level: 'warn', status: 503, path: '/api/%22v1%22' });
    });

    it('takes no correlation id that it would not give itself', async () => {
      const response = await fetch(edge.url, { headers: { 'x-correlation-id': '{"a"}' } });
      const { correlationId } = (await response.json()) as { correlationId: string };
      expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('with services that come and go', () => {
    it('finds one that comes, one that comes back elsewhere, and none when it is gone', async () => {
      const status = async () => (await fetch(edge.url)).status;
      const first = await serve(BLUE, (_, response) => response.end());
      await edge.place('blue', BLUE);
      expect(await status()).toBe(200);
      first.close().closeAllConnections();
      await serve(GREEN, (_, response) => response.writeHead(201).end());
      await edge.place('blue', GREEN);
      expect(await status()).toBe(201);
      await edge.place('blue', null);
      expect(await status()).toBe(503);
    });

    it('waits a moment for one that is there and does not listen yet', async () => {
      await edge.place('blue', BLUE);
      const response = fetch(edge.url);
      await serve(BLUE, (_, answer) => answer.end('at last'));
      expect(await (await response).text()).toBe('at last');
    });

    it('says so when a service breaks off before it answers', async () => {
      await serve(BLUE, ({ socket }) => socket.destroy());
      await edge.place('blue', BLUE);
      // A connection that has had an answer before is closed instead, as a service would: clients know what they may ask again.
      const answer = parseAnswer(
        await sendRaw(edge.port, 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
      );
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        502,
        expect.objectContaining({ code: 'upstream_failed', status: 502 }),
      ]);
    });
  });

  describe('between client and service', () => {
    it('says itself who asks, and names a request that nobody has named', async () => {
      await serve(BLUE, ({ headers }, response) => response.end(JSON.stringify(headers)));
      await edge.place('blue', BLUE);
      const headers = {
        'x-forwarded-for': '10.9.8.7',
        'X-Forwarded-Host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'for=10.9.8.7',
        'x-real-ip': '10.9.8.7',
      };
      const received = (await (await fetch(edge.url, { headers })).json()) as Record<string, string>;
      expect(received).toMatchObject({
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': `127.0.0.1:${edge.port}`,
        'x-forwarded-proto': 'http',
        'x-correlation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(JSON.stringify(received)).not.toMatch(/10\.9\.8\.7|evil/);
    });

    it('leaves odd requests to the service, which knows what to say', async () => {
      await serve(BLUE, ({ method, url, headers }, response) => {
        response.end(JSON.stringify([method, url, headers.key?.length]));
      });
      await edge.place('blue', BLUE);
      const ask = (line: string, key: string) =>
        sendRaw(edge.port, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nKey: ${key}\r\n\r\n`);
      expect(await ask('OPTIONS *', '')).toMatch(/\["OPTIONS","\*",0\]/);
      expect(await ask('TRACE /%00', '\u00e9')).toContain('["TRACE","/%00",2]');
      expect(await ask('GET //a?[b=%zz&"', 'x'.repeat(15_000))).toMatch(/\["GET","\/\/a\?\[b=%zz&\\"",15000\]/);
      expect(await ask('GET /', 'x'.repeat(20_000))).toMatch(/^HTTP\/1.1 431 /);
      expect(await ask('HEAD /', '')).toMatch(/^HTTP\/1.1 200 [^{[]*$/);
    });

    it('closes a connection on which no HTTP is spoken, with 400', async () => {
      expect(await sendRaw(edge.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    });

    it('lets a client hear that it may send on, and that its body is too large', async () => {
      await serve(BLUE, (incoming, response) => {
        if (Number(incoming.headers['content-length']) > 10) response.writeHead(413).end();
        else incoming.pipe(response);
      });
      await edge.place('blue', BLUE);
      const post = async (body: string) => {
        const headers = { expect: '100-continue', 'content-length': body.length };
        const outgoing = request(edge.url, { method: 'POST', headers });
        outgoing.once('continue', () => outgoing.end(body)).flushHeaders();
        const [response] = await once(outgoing, 'response');
        return [response.statusCode, await text(response)];
      };
      expect(await post('small')).toEqual([200, 'small']);
      expect(await post('x'.repeat(1000))).toEqual([413, '']);
    });

    it('passes events on as they come, and a connection that becomes a WebSocket', async () => {
      const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
      const service = await serve(BLUE, async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
        await heard;
        response.end('data: 2\n\n');
      });
      service.on('upgrade', ({ headers }, socket) => {
        const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${WEBSOCKET}`).digest('base64');
        const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
        socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
        socket.pipe(socket);
      });
      await edge.place('blue', BLUE);

      const [response] = await once(get(edge.url), 'response');
      const events: string[] = [];
      for await (const event of response.setEncoding('utf8')) {
        events.push(event);
        hear();
      }
      expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n']);

      const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
      const [, socket] = await once(get(edge.url, { headers }), 'upgrade');
      socket.write('echo');
      expect(String((await once(socket, 'data'))[0])).toBe('echo');
      socket.destroy();
    });

    it('lets a service know when a client has gone that it keeps waiting', async () => {
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      await serve(BLUE, (incoming) => {
        incoming.socket.once('close', resolve);
        socket.destroy();
      });
      await edge.place('blue', BLUE);
      const socket = connect(edge.port, '127.0.0.1').on('error', () => undefined);
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await gone;
    });

    it('holds no more than it has room for when one side is slower than the other', async () => {
      let [sent, received] = [0, 0];
      await serve(BLUE, (incoming, response) => {
        if (incoming.method === 'GET') Readable.from(pieces((size) => (sent += size))).pipe(response);
        else incoming.once('data', (piece) => (received += piece.length)).pause();
      });
      await edge.place('blue', BLUE);
      const before = await edge.memory();

      const [download] = await once(get(edge.url), 'response');
      download.pause();
      const halt = await untilStill(() => sent);
      expect(halt).toBeLessThan(32 * MEGABYTE);

      let offered = 0;
      const upload = request(edge.url, { method: 'POST' }).on('error', () => undefined);
      const source = Readable.from(pieces((size) => (offered += size)));
      source.pipe(upload);
      expect(await untilStill(() => offered)).toBeLessThan(32 * MEGABYTE);

      expect((await edge.memory()) - before).toBeLessThan(16 * MEGABYTE);
      source.destroy();
      upload.destroy();
      download.destroy();
    });
  });

  describe('when it is told that another colour is live', () => {
    it('loses no request, and sends none to the old one after', async () => {
      const answerAs = (colour: string) => (_: IncomingMessage, response: ServerResponse) => void response.end(colour);
      await serve(BLUE, answerAs('blue'));
      await serve(GREEN, answerAs('green'));
      await Promise.all([edge.place('blue', BLUE), edge.place('green', GREEN)]);

      const agent = new Agent({ keepAlive: true });
      const ask = async (): Promise<string> => {
        const [response] = await once(get(edge.url, { agent }), 'response');
        return `${response.statusCode} ${await text(response)}`;
      };
      const answers: string[] = [];
      let over = false;
      const load = Array.from({ length: 10 }, async () => {
        while (!over) answers.push(await ask());
      });
      const after: string[] = [];
      for (let turn = 0; turn < 10; turn++) {
        await edge.switchTo(turn % 2 === 0 ? 'green' : 'blue');
        after.push(await ask());
      }
      over = true;
      await Promise.all(load);
      agent.destroy();
      expect(after).toEqual(Array.from({ length: 10 }, (_, turn) => (turn % 2 === 0 ? '200 green' : '200 blue')));
      expect(new Set(answers)).toEqual(new Set(['200 blue', '200 green']));
    });

    it('lets what is under way end where it began', async () => {
      const { promise: asked, resolve: hear } = Promise.withResolvers<void>();
      const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
      await serve(BLUE, async (_, response) => {
        hear();
        await allowed;
        response.end('blue');
      });
      await serve(GREEN, (_, response) => response.end('green'));
      await Promise.all([edge.place('blue', BLUE), edge.place('green', GREEN)]);
      await edge.switchTo('blue');
      const slow = fetch(edge.url);
      await asked;
      await edge.switchTo('green');
      expect(await (await fetch(edge.url)).text()).toBe('green');
      allow();
      expect(await (await slow).text()).toBe('blue');
    });

    it('still knows after it was killed', async () => {
      await serve(GREEN, (_, response) => response.end('green'));
      await edge.place('green', GREEN);
      await edge.switchTo('green');
      await edge.restart();
      await until(async () => (await edge.servers()).some(({ colour, there }) => colour === 'green' && there));
      expect(await (await fetch(edge.url)).text()).toBe('green');
      await edge.switchTo('blue');
    });
  });
});

/** Pieces without end. */
function* pieces(count: (size: number) => void): Generator<Buffer> {
  const piece = Buffer.alloc(64 * 1024, 'x');
  for (;;) {
    count(piece.length);
    yield piece;
  }
}

/** What a number is once it has not changed for a while. */
async function untilStill(read: () => number): Promise<number> {
  let [last, looks] = [-1, 0];
  return until(() => {
    looks = read() === last && last > 0 ? looks + 1 : 0;
    last = read();
    return looks > 30 && last;
  });
}
