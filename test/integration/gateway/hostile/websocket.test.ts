import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { answersIn } from './support/answers.ts';
import { get, OPEN, request } from './support/case.ts';
import { answerOk } from './support/raw-upstream.ts';
import { startSite } from './support/site.ts';

const KEY = 'AAAAAAAAAAAAAAAAAAAAAA==';
const ACCEPT = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
const SMUGGLED = request('GET /metrics HTTP/1.1', 'Host: a');
const handshake = (...more: string[]) =>
  get('Connection: Upgrade', 'Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`, ...more);
const good = handshake('Sec-WebSocket-Version: 13');
const HALF = 'HTTP/1.1 101 Swit';
const switched = (...lines: string[]) => request('HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', ...lines);

/** A gateway that lets WebSockets through, before a service that answers handshakes by `answer`. */
const site = (answer: string) =>
  startSite(
    {
      webSockets: true,
      onRequest: (socket, { target }) => {
        if (target === OPEN) socket.write(answer);
        if (answer === HALF) socket.end();
      },
    },
    { routes: [{ path: OPEN, webSocket: true, retries: 0 }] },
  );

/** A proxy that tunnels before the service has agreed lends the client its connection, and its trust. */
describe('behind a handshake that comes to nothing, not a byte reaches the service:', () => {
  it.each([
    ['the service answers something else', good, answerOk('no'), 200, 1],
    ['the service refuses the version', good, request('HTTP/1.1 426 Upgrade Required', 'Content-Length: 0'), 426, 1],
    ['the service opens something else', good, switched('Upgrade: h2c', `Sec-WebSocket-Accept: ${ACCEPT}`), 502, 1],
    ['the service accepts another key', good, switched('Upgrade: websocket', 'Sec-WebSocket-Accept: AAAA'), 502, 1],
    ['the service accepts no key', good, switched('Upgrade: websocket'), 502, 1],
    ['the service breaks off', good, HALF, 502, 1],
    ['a version nobody speaks', handshake('Sec-WebSocket-Version: 777'), '', 426, 0],
    ['two versions', handshake('Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 777'), '', 426, 0],
    ['no version', handshake(), '', 426, 0],
    ['no key', get('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'), '', 400, 0],
    ['a body', handshake('Sec-WebSocket-Version: 13', `Content-Length: ${SMUGGLED.length}`), '', 400, 0],
    ['a body in chunks', handshake('Sec-WebSocket-Version: 13', 'Transfer-Encoding: chunked'), '', 400, 0],
    ['two Hosts', handshake('Sec-WebSocket-Version: 13', 'Host: b'), '', 400, 0],
    ['a way out of the route', good.replace(OPEN, `${OPEN}/..`), '', 400, 0],
    ['another protocol, which is ignored', get('Connection: Upgrade', 'Upgrade: h2c'), answerOk('plain'), 200, 1],
    ['another method', good.replace('GET', 'POST'), answerOk('plain'), 200, 1],
  ])('%s', async (_name, bytes, answer, status, requests) => {
    await using started = await site(answer);
    const { gateway, upstream } = started;
    using client = await RawClient.to(gateway.url);
    client.send(bytes + SMUGGLED);
    const received = await client.closed();
    expect(answersIn(received).map((one) => one.status)).toEqual([status]);
    await until(() => upstream.midway === 0);
    expect({ faults: upstream.faults, cutOff: upstream.cutOff }).toEqual({ faults: [], cutOff: [] });
    expect(upstream.requests.map(({ target }) => target)).toEqual(Array(requests).fill(OPEN));
  });
});

it('a handshake behind a request that is under way is a plain request', async () => {
  await using started = await site(answerOk('plain'));
  using client = await RawClient.to(started.gateway.url);
  client.send(get() + good + SMUGGLED);
  expect(answersIn(await client.closed()).map(({ status }) => status)).toEqual([200, 200]);
  expect(started.upstream.faults).toEqual([]);
  expect(started.upstream.requests.map(({ headers }) => headers.upgrade)).toEqual([undefined, undefined]);
});

it('an open one passes on bytes, and its connection serves nobody else', async () => {
  await using started = await startSite(
    {
      webSockets: true,
      onRequest: (socket) =>
        void socket.write(`${switched('Upgrade: websocket', `Sec-WebSocket-Accept: ${ACCEPT}`)}\x82\x02hi`, 'latin1'),
    },
    { routes: [{ path: OPEN, webSocket: true }] },
  );
  using client = await RawClient.to(started.gateway.url);
  client.send(good);
  expect(await client.until(/hi$/)).toMatch(/^HTTP\/1\.1 101 /);
  expect(started.upstream.requests).toHaveLength(1);
});
