import { once } from 'node:events';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { RawClient } from '../../../support/raw-client.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { FickleUpstream } from './upstream.ts';

/** Requests under way at once. */
const LANES = 40;
const UPLOAD = Buffer.alloc(2_048, '7');

/** The services that `startGatewayProcess` was told of: one that does as asked, one that fails, one that is not there. */
export const PATHS = { good: '/api/v1/subjects', failing: '/api/v1/files', gone: '/api/v1/syllabi' };

/** How often each way to ask has ended with which status; 0: with none. */
export type Tally = Record<string, Record<number, number>>;

type Way = (number: number) => Promise<number>;

/** Sends so many requests, of which a fifth goes wrong in one way or another. */
export async function traffic(gateway: GatewayProcess, upstream: FickleUpstream, requests: number): Promise<Tally> {
  const url = `http://127.0.0.1:${gateway.port}`;
  const { authorization } = gateway;
  await using pool = disposable(new Pool(url, { connections: LANES, pipelining: 1 }));

  const ask = async (method: 'GET' | 'POST', path: string, headers: object = { authorization }) => {
    const body = method === 'POST' ? UPLOAD : null;
    const answer = await pool.request({ method, path, body, headers: { 'content-type': 'text/plain', ...headers } });
    await answer.body.bytes();
    return answer.statusCode;
  };
  /** Goes away once the service has been asked. */
  const leave = async (path: string) => {
    const leaving = new AbortController();
    const asked = once(upstream.waiting, path);
    const answer = pool.request({ method: 'GET', path, headers: { authorization }, signal: leaving.signal });
    const failed = answer.then(() => undefined);
    await Promise.race([asked, failed]);
    leaving.abort();
    return (await answer).statusCode;
  };
  /** Goes away in the midst of the answer. */
  const leaveAnswer = async (path: string) => {
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers: { authorization } });
    await once(body, 'data');
    body.on('error', () => undefined).destroy();
    return statusCode;
  };
  /** Hears its echo, and closes, or is gone. */
  const echo = async (path: string, end: 'close' | 'terminate') => {
    const socket = new WebSocket(url.replace('http', 'ws') + path, { headers: { authorization } });
    const closed = once(socket, 'close');
    await once(socket, 'open');
    socket.send('echo');
    await once(socket, 'message');
    socket[end]();
    await closed;
    return 101;
  };
  /** Says so much, and is gone. */
  const breakOff = async (...lines: string[]) => {
    using client = await RawClient.to(url);
    client.send(...lines);
    await new Promise<void>((written) => client.socket.end(() => written()));
    return 0;
  };

  const ways: Record<string, [per100: number, way: Way]> = {
    good: [70, (n) => ask('GET', `${PATHS.good}/good-${n}`)],
    upload: [8, (n) => ask('POST', `${PATHS.good}/good-${n}`)],
    stream: [2, (n) => ask('GET', `${PATHS.good}/stream-${n}`)],
    'failing service': [2, (n) => ask('GET', `${PATHS.failing}/failing-${n}`)],
    'connection reset': [1, (n) => ask('GET', `${PATHS.failing}/reset-${n}`)],
    'answer broken off': [1, (n) => ask('GET', `${PATHS.good}/broken-${n}`)],
    'service gone': [2, (n) => ask('GET', `${PATHS.gone}/good-${n}`)],
    'no token': [2, (n) => ask('GET', `${PATHS.good}/good-${n}`, {})],
    'unknown path': [1, (n) => ask('GET', `/nowhere/${n}`)],
    'refused path': [1, (n) => ask('GET', `${PATHS.good}/%2e%2e/good-${n}`)],
    'left before the answer': [2, (n) => leave(`${PATHS.good}/slow-${n}`)],
    'left in the answer': [2, (n) => leaveAnswer(`${PATHS.good}/endless-${n}`)],
    WebSocket: [2, (n) => echo(`${PATHS.good}/live-${n}`, n % 2 ? 'close' : 'terminate')],
    'half a head': [2, () => breakOff(`GET ${PATHS.good} HTTP/1.1`, 'Host: ga')],
    'half a body': [
      2,
      (n) =>
        breakOff(
          `POST ${PATHS.good}/good-${n} HTTP/1.1`,
          'Host: gateway',
          `Authorization: ${authorization}`,
          'Content-Length: 1000',
          '',
          'half',
        ),
    ],
  };
  const turns = Object.entries(ways).flatMap(([name, [per100, way]]) => Array(per100).fill({ name, way }));
  const tally: Tally = {};
  let next = 0;
  const lane = async () => {
    while (next < requests) {
      const number = next++;
      // 37 has no factor in common with 100: all kinds come in every hundred, well mixed.
      const { name, way } = turns[(number * 37) % turns.length];
      const status = await way(number).catch(() => 0);
      tally[name] ??= {};
      tally[name][status] = (tally[name][status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return tally;
}

function disposable(pool: Pool): Pool & AsyncDisposable {
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.destroy() });
}
