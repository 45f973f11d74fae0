import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type TestGateway } from '../../../../shared/gateway/testing/index.ts';
import { until } from '../../../../shared/testing/index.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { answersIn } from './support/answers.ts';
import { get, OPEN, post, request } from './support/case.ts';
import { answerOk, startRawUpstream } from './support/raw-upstream.ts';
import { exchange, startSite } from './support/site.ts';

interface BadAnswer {
  readonly name: string;
  readonly bytes: string;
  /** The service closes the connection after it. */
  readonly closes?: boolean;
  /** What the client gets: an answer, or one that breaks off. */
  readonly client: 'cut off' | { status: number; body?: string; lacks?: readonly string[] };
}

const OK = 'HTTP/1.1 200 OK\r\n';
const framed = (lines: string, body = '') => `${OK}${lines}\r\n\r\n${body}`;
const bad = (name: string, bytes: string): BadAnswer => ({ name, bytes, client: { status: 502 } });
const EVIL = framed('Content-Length: 4', 'evil');

/** What a service sends that is broken, or no friend. */
const ANSWERS: readonly BadAnswer[] = [
  bad('no HTTP', 'hello\r\n\r\n'),
  bad('two lengths', framed('Content-Length: 2\r\nContent-Length: 4', 'okok')),
  bad(
    'a length and a transfer coding',
    framed('Content-Length: 2\r\nTransfer-Encoding: chunked', '2\r\nok\r\n0\r\n\r\n'),
  ),
  bad('a length that is none', framed('Content-Length: x', 'ok')),
  bad('a negative length', framed('Content-Length: -2', 'ok')),
  bad('a list of lengths', framed('Content-Length: 2, 2', 'ok')),
  bad('a space before a colon', framed('Content-Length : 2', 'ok')),
  bad('a bare LF', framed('X: y\nContent-Length: 2', 'ok')),
  bad('a bare CR', framed('X: y\rZ: w\r\nContent-Length: 2', 'ok')),
  bad('a NUL', framed('X: y\x00z\r\nContent-Length: 2', 'ok')),
  bad('a control character', framed('X: y\x01z\r\nContent-Length: 2', 'ok')),
  bad('a folded line', framed('X: y\r\n z\r\nContent-Length: 2', 'ok')),
  bad('a field without a colon', framed('X\r\nContent-Length: 2', 'ok')),
  bad('headers of 100 KB', framed(`X: ${'y'.repeat(100_000)}\r\nContent-Length: 2`, 'ok')),
  bad('a version nobody speaks', 'HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nok'),
  bad('a status of two digits', 'HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok'),
  bad('a status of four digits', 'HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok'),
  bad(
    'another protocol that nobody asked for',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nx',
  ),
  { ...bad('nothing at all', ''), closes: true },
  { ...bad('half a head', `${OK}Content-Le`), closes: true },
  { name: 'less body than said', bytes: framed('Content-Length: 9', 'half'), closes: true, client: 'cut off' },
  {
    name: 'chunks that never end',
    bytes: framed('Transfer-Encoding: chunked', '4\r\nhalf\r\n'),
    closes: true,
    client: 'cut off',
  },
  {
    name: 'a chunk size that is none',
    bytes: framed('Transfer-Encoding: chunked', '4\r\nhalf\r\nx\r\n'),
    client: 'cut off',
  },
  {
    name: 'a chunk longer than it says',
    bytes: framed('Transfer-Encoding: chunked', '2\r\nhalf\r\n'),
    client: 'cut off',
  },
  {
    name: 'no length: it ends with the connection',
    bytes: framed('X: y', 'whole'),
    closes: true,
    client: { status: 200, body: 'whole' },
  },
  {
    name: 'more than it said, which is the next answer to somebody careless',
    bytes: framed('Content-Length: 2', `ok${EVIL}`),
    client: { status: 200, body: 'ok' },
  },
  {
    name: 'a body where none can be',
    bytes: `HTTP/1.1 204 No Content\r\n\r\n${EVIL}`,
    client: { status: 204, body: '' },
  },
  {
    name: 'trailers',
    bytes: framed('Transfer-Encoding: chunked\r\nTrailer: X-After', '2\r\nok\r\n0\r\nX-After: 1\r\n\r\n'),
    client: { status: 200, body: 'ok', lacks: ['trailer', 'x-after'] },
  },
  {
    name: 'what speaks to the gateway alone',
    bytes: framed(
      'Content-Length: 2\r\nConnection: x-secret\r\nX-Secret: 1\r\nKeep-Alive: timeout=9\r\nUpgrade: h2c\r\nProxy-Authenticate: Basic',
      'ok',
    ),
    client: { status: 200, body: 'ok', lacks: ['x-secret', 'upgrade', 'proxy-authenticate'] },
  },
  {
    name: 'bytes over 127 in a header',
    bytes: framed('X: \xe2\x82\xac\r\nContent-Length: 2', 'ok'),
    client: { status: 200, body: 'ok' },
  },
  {
    name: 'a status nobody knows',
    bytes: 'HTTP/1.1 799 \r\nContent-Length: 2\r\n\r\nok',
    client: { status: 799, body: 'ok' },
  },
  {
    name: 'many answers before the answer',
    bytes: `${'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(1_000)}${framed('Content-Length: 2', 'ok')}`,
    client: { status: 200, body: 'ok', lacks: ['link'] },
  },
];

describe('a service that answers', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    const routes = [{ path: OPEN, service: 'things', read: null }];
    gateway = await startGateway({ instances: {}, routes, settings: { routes: [{ path: OPEN, retries: 0 }] } });
  });
  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]();
  });
  const ask = (name: string) => request(`GET ${OPEN}/${name} HTTP/1.1`, 'Host: a', 'Connection: close');

  it.each(ANSWERS.map((answer) => [answer.name, answer] as const))(
    '%s',
    async (_name, { bytes, closes, client }) => {
      // A service of its own for each: what it did must not be held against the next.
      await using upstream = await startRawUpstream({
        onRequest(socket, { target }) {
          if (target !== `${OPEN}/bad`) return void socket.write(answerOk(target));
          socket.write(bytes, 'latin1');
          if (closes) socket.end();
        },
      });
      gateway.instances.things = [upstream.url];
      using raw = await RawClient.to(gateway.url);
      raw.send(ask('bad'));
      const received = await raw.closed();
      if (client === 'cut off') {
        expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*ha/);
        expect(() => answersIn(received)).toThrow(/cut off|shorter/);
      } else {
        const answers = answersIn(received);
        const { lacks = [], ...expected } = client;
        expect(answers).toMatchObject([expected]);
        for (const name of lacks) expect(answers[0]?.headers).not.toHaveProperty(name);
        if (client.status === 502) expect(answers[0]?.headers['content-type']).toMatch('application/problem+json');
      }
      // Whoever comes next gets its own answer, over whichever connection.
      const others = await Promise.all(Array.from({ length: 5 }, (_, n) => exchange(gateway.url, ask(`${n}`))));
      expect(others.flat().map(({ body }) => body)).toEqual(['0', '1', '2', '3', '4'].map((n) => `${OPEN}/${n}`));
      expect(upstream.faults).toEqual([]);
    },
    10_000,
  );
});

describe('a service that answers before it has the whole request', () => {
  const SIZE = 1_000_000;
  const last = get('Connection: close');
  /** Answers the upload as soon as its head is there, everything else as usual. */
  const early = (answer: (socket: Socket) => void) => {
    const answered = new WeakSet<Socket>();
    return startSite({
      onRequest: (socket, { target, method }) => method === 'GET' && socket.write(answerOk(target)),
      onPiece(socket, soFar) {
        if (!soFar.includes('\r\n\r\n') || answered.has(socket)) return;
        answered.add(socket);
        answer(socket);
      },
    });
  };

  it.each([
    ['and reads on', (socket: Socket) => void socket.write(answerOk('early')), 200],
    ['and closes', (socket: Socket) => void socket.end(answerOk('early')), 200],
    [
      'with a refusal, and closes',
      (socket: Socket) => void socket.end('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'),
      413,
    ],
    ['by closing', (socket: Socket) => void socket.end(), 502],
    ['by a reset', (socket: Socket) => void socket.resetAndDestroy(), 502],
    ['with half an answer, which is no HTTP', (socket: Socket) => void socket.write('hello\r\n\r\n'), 502],
  ])('%s: the client hears it at once, and its next request is served', async (_name, answer, status) => {
    await using site = await early(answer);
    using client = await RawClient.to(site.gateway.url);
    client.send(post([`Content-Length: ${SIZE}`], 'x'.repeat(1_000)));
    await client.until(new RegExp(`^HTTP/1\\.1 ${status} `));
    client.send('x'.repeat(SIZE - 1_000) + last);
    expect(answersIn(await client.closed()).map((one) => one.status)).toEqual([status, 200]);
    expect(site.upstream.faults).toEqual([]);
    expect(site.upstream.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('and a client that goes away then: nothing of it is taken for a request', async () => {
    await using site = await early((socket) => void socket.write(answerOk('early')));
    const client = await RawClient.to(site.gateway.url);
    client.send(post([`Content-Length: ${SIZE}`], 'x'.repeat(1_000)));
    await client.until(/early$/);
    client[Symbol.dispose]();
    expect(await exchange(site.gateway.url, last)).toMatchObject([{ status: 200, body: OPEN }]);
    await until(() => site.upstream.midway === 0);
    expect(site.upstream.faults).toEqual([]);
    expect(site.upstream.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('with 100 (Continue): only the client that expects it hears so, from the gateway', async () => {
    await using site = await startSite();
    using client = await RawClient.to(site.gateway.url);
    client.send(post(['Content-Length: 2', 'Expect: 100-continue'], ''));
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    client.send(`hi${last}`);
    const [, ...answers] = answersIn(await client.closed());
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(site.upstream.requests[0]).toMatchObject({ body: 'hi' });
    expect(site.upstream.faults).toEqual([]);
  });

  it('never: whoever expects a 100 and may not ask is refused without one, and not listened to', async () => {
    await using site = await startSite();
    using client = await RawClient.to(site.gateway.url);
    client.send('POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n');
    await client.until(/^HTTP\/1\.1 401 /);
    await client.closed();
    expect(site.upstream.requests).toEqual([]);
  });
});
