import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SECURITY_HEADERS } from '../../../../../shared/app/security-headers.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { parseAnswer, sendRaw } from '../../../../shared/app/support/raw.ts';
import { LONG } from '../../../../support/long.ts';
import { check, haproxyMissing, routeOf, type StartedEdge, startEdge } from './support/edge.ts';

const MEGABYTE = 1024 * 1024;
/** Each takes a quarter of a second and more. */
const RELOADS = LONG ? 50 : 10;
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
    for (const service of ['order', 'customer'])
      await Promise.all([edge.place('blue', null, service), edge.place('green', null, service)]);
  });
  /** A service at an address of its own, as a container has one. */
  async function serve(address: string, answer: (incoming: IncomingMessage, response: ServerResponse) => void) {
    const service = createServer(answer);
    services.push(service.listen(edge.servicePort, address));
    await once(service, 'listening');
    return service;
  }

  /** Both colours of a service, which say what they are. */
  async function serveBoth(service = 'order', [blue, green] = [BLUE, GREEN]) {
    for (const [colour, address] of [
      ['blue', blue],
      ['green', green],
    ] as const) {
      await serve(address, (_, response) => void response.end(colour));
      await edge.place(colour, address, service);
    }
  }

  it.each([1, 50])('has a configuration that HAProxy takes without a word for %i services', async (count) => {
    const routes = Array.from({ length: count }, (_, index) =>
      routeOf(`service-${index}`, { port: 30_000 + index, innerPort: 31_000 + index, servicePort: 8000 }),
    );
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
      expect(response.headers.has('x-service-unreached')).toBe(false);
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
      service.on('upgrade', echo);
      await edge.place('blue', BLUE);

      const [response] = await once(get(edge.url), 'response');
      const events: string[] = [];
      for await (const event of response.setEncoding('utf8')) {
        events.push(event);
        hear();
      }
      expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n']);

      const socket = await webSocketTo(edge.url);
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
    it('loses no request to either service, from outside or from others, and sends none to the old ones after', async () => {
      await serveBoth();
      await serveBoth('customer', ['127.0.0.4', '127.0.0.5']);
      const agent = new Agent({ keepAlive: true });
      const urls = [edge.url, edge.innerUrl, edge.otherUrl];
      const ask = async (url: string): Promise<string> => {
        const [response] = await once(get(url, { agent }), 'response');
        return `${response.statusCode} ${await text(response)}`;
      };
      const answers: string[] = [];
      let over = false;
      const load = Array.from({ length: 12 }, async (_, index) => {
        while (!over) answers.push(await ask(urls[index % 3] as string));
      });
      for (let turn = 0; turn < 10; turn++) {
        const colour = turn % 2 === 0 ? 'green' : 'blue';
        await edge.switchTo(colour, 'order', 'customer');
        expect(await Promise.all(urls.map(ask))).toEqual(urls.map(() => `200 ${colour}`));
      }
      over = true;
      await Promise.all(load);
      agent.destroy();
      expect(new Set(answers)).toEqual(new Set(['200 blue', '200 green']));
    });

    it('leaves the services alone that it is not told of', async () => {
      await serveBoth();
      await serveBoth('customer', ['127.0.0.4', '127.0.0.5']);
      await edge.switchTo('green', 'customer');
      expect(await textAt(edge.url)).toBe('blue');
      await edge.switchTo('green');
      expect(await textAt(edge.otherUrl)).toBe('green');
      await edge.switchTo('blue', 'order', 'customer');
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

  describe('for other services', () => {
    it('leaves what the gateway says of who asks, and the name of a request', async () => {
      await serve(BLUE, ({ headers }, response) => response.end(JSON.stringify(headers)));
      await edge.place('blue', BLUE);
      const headers = {
        'x-forwarded-for': '10.9.8.7',
        'x-forwarded-host': 'shop.example',
        forwarded: 'for=10.9.8.7',
        'x-correlation-id': 'inner-1',
      };
      expect(JSON.parse(await textAt(edge.innerUrl, headers))).toMatchObject(headers);
      expect(JSON.parse(await textAt(edge.innerUrl))).not.toHaveProperty('x-forwarded-for');
    });

    it('tells of either colour how it does, and leads to none but the live one for anything else', async () => {
      await serveBoth();
      const asked = { 'x-service-colour': 'green' };
      expect(await textAt(`${edge.innerUrl}/health/ready`, asked)).toBe('green');
      expect(await textAt(`${edge.innerUrl}/health/ready`)).toBe('blue');
      expect(await textAt(`${edge.innerUrl}/health/ready`, { 'x-service-colour': 'red' })).toBe('blue');
      expect(await textAt(`${edge.innerUrl}/api`, asked)).toBe('blue');
      expect(await textAt(`${edge.url}/health/ready`, asked)).toBe('blue');
    });

    it('gives up on one that does not listen while they still have time', async () => {
      await edge.place('blue', BLUE);
      const before = performance.now();
      const response = await fetch(edge.innerUrl);
      expect(response.headers.get('x-service-unreached')).toBe('1');
      expect([response.status, await response.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'unavailable', detail: 'order cannot be reached.' }),
      ]);
      expect(performance.now() - before).toBeLessThan(1000);
    });
  });

  describe('for whom looks before it is live', () => {
    it('leads to either colour, with the path that is behind it', async () => {
      for (const [colour, address] of [
        ['blue', BLUE],
        ['green', GREEN],
      ] as const) {
        await serve(address, ({ url }, response) => response.end(`${colour} ${url}`));
        await edge.place(colour, address);
      }
      const preview = (path: string) => textAt(`${edge.previewUrl}${path}`);
      expect(await preview('/order/green/api/v1/orders?limit=1')).toBe('green /api/v1/orders?limit=1');
      expect(await preview('/order/blue')).toBe('blue /');
      expect(await preview('/order/blue//x?y=/z')).toBe('blue //x?y=/z');
      expect(await textAt(edge.url)).toBe('blue /');
    });

    it.each(['/order/red/x', '/stock/blue', '/order', '/', '/order/bluer'])('knows nothing at %s', async (path) => {
      const response = await fetch(`${edge.previewUrl}${path}`);
      expect([response.headers.get('content-type'), response.status, await response.json()]).toEqual([
        'application/problem+json',
        404,
        expect.objectContaining({ code: 'not_found', instance: path }),
      ]);
    });
  });

  describe('with a canary', () => {
    it('sends it its share, of the inner requests as well, until somebody switches or ends it', async () => {
      await serveBoth();
      const sharesOf = async (url: string) => {
        const agent = new Agent({ keepAlive: true });
        let greens = 0;
        const ask = async () => {
          const [response] = await once(get(url, { agent }), 'response');
          greens += Number((await text(response)) === 'green');
        };
        for (let turn = 0; turn < 100; turn++) await Promise.all(Array.from({ length: 10 }, ask));
        agent.destroy();
        return greens / 10;
      };
      await edge.canary('order', 25);
      // Less than one run in a million is further off.
      for (const url of [edge.url, edge.innerUrl]) {
        const share = await sharesOf(url);
        expect([share > 18, share < 32, share]).toEqual([true, true, share]);
      }
      await edge.canary('order', 0);
      expect(await sharesOf(edge.url)).toBe(0);
      await edge.canary('order', 100);
      expect(await sharesOf(edge.url)).toBe(100);
      await edge.switchTo('green');
      expect(await sharesOf(edge.url)).toBe(100);
      await edge.switchTo('blue');
      expect(await sharesOf(edge.url)).toBe(0);
    });

    it('still knows after it was killed', async () => {
      await serveBoth();
      await edge.canary('order', 100);
      await edge.restart();
      await until(async () => (await edge.servers()).some(({ colour, there }) => colour === 'green' && there));
      expect(await textAt(edge.url)).toBe('green');
      await edge.canary('order', 0);
    });
  });

  it('counts what each colour got, from wherever, and what went wrong', async () => {
    const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
    await serve(BLUE, async ({ url, socket }, response) => {
      if (url === '/breaks') socket.destroy();
      else if (url === '/hangs') await allowed;
      response.writeHead(url === '/fails' ? 500 : 200).end();
    });
    await edge.place('blue', BLUE);
    const of = (colour: string) => async () => {
      const found = (await edge.traffic()).find((each) => each.service === 'order' && each.colour === colour);
      if (!found) throw new Error(`no ${colour}`);
      return found;
    };
    const [blue, green] = [of('blue'), of('green')];
    // The last answer of another test may not be counted yet.
    await until(async () => (await blue()).active === 0);
    const [before, greenBefore] = [await blue(), await green()];

    for (const url of [edge.url, edge.innerUrl, edge.innerUrl]) await textAt(url);
    await textAt(`${edge.previewUrl}/order/blue`);
    await textAt(`${edge.url}/fails`);
    await sendRaw(Number(new URL(edge.innerUrl).port), 'GET /breaks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const hanging = [edge.url, edge.innerUrl].map((url) => textAt(`${url}/hangs`));
    await until(async () => (await blue()).active === 2);
    allow();
    await Promise.all(hanging);
    await textAt(`${edge.previewUrl}/order/green`);

    await until(async () => (await blue()).active === 0 && (await green()).active === 0);
    const [after, greenAfter] = [await blue(), await green()];
    expect([after.requests - before.requests, after.failed - before.failed]).toEqual([8, 2]);
    expect([after.connectErrors - before.connectErrors, after.responseErrors - before.responseErrors]).toEqual([0, 1]);
    expect([greenAfter.requests - greenBefore.requests, greenAfter.failed - greenBefore.failed]).toEqual([1, 1]);
  });

  describe('when it is given another configuration', () => {
    it('loses no request, on connections that stand or are new, and knows what it knew', async () => {
      await serveBoth();
      await edge.switchTo('green');
      await edge.canary('customer', 7);
      const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: false })];
      const answers = new Map<string, number>();
      let over = false;
      const load = Array.from({ length: 10 }, async (_, index) => {
        while (!over) {
          const [response] = await once(get(edge.url, { agent: agents[index % 2] }), 'response');
          const answer = `${response.statusCode} ${await text(response)}`;
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
        }
      });
      for (let turn = 0; turn < RELOADS; turn++) await edge.reload();
      over = true;
      await Promise.all(load);
      for (const agent of agents) agent.destroy();
      expect([...answers.keys()]).toEqual(['200 green']);
      expect(answers.get('200 green')).toBeGreaterThan(RELOADS * 10);
      expect(await edge.share('customer')).toBe(7);
      await edge.canary('customer', 0);
      await edge.switchTo('blue');
    }, 180_000);

    it('lets what is under way end, be it a request or a WebSocket', async () => {
      const { promise: asked, resolve: hear } = Promise.withResolvers<void>();
      const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
      const service = await serve(BLUE, async (_, response) => {
        response.write('a');
        hear();
        await allowed;
        response.end('b');
      });
      service.on('upgrade', echo);
      await edge.place('blue', BLUE);
      const slow = textAt(edge.url);
      const socket = await webSocketTo(edge.url);
      await asked;
      await edge.reload();
      await edge.reload();
      allow();
      expect(await slow).toBe('ab');
      socket.write('echo');
      expect(String((await once(socket, 'data'))[0])).toBe('echo');
      socket.destroy();
    });
  });
});

/** Agrees to a WebSocket, and says what it hears. */
function echo({ headers }: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${WEBSOCKET}`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
  socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
  socket.pipe(socket);
}

async function webSocketTo(url: string): Promise<Duplex> {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const [, socket] = await once(get(url, { headers }), 'upgrade');
  return socket;
}

async function textAt(url: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(url, { headers })).text();
}

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
