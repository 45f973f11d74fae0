import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';

const MEGABYTE = 1024 * 1024;
const SIZE = 512 * MEGABYTE;
const PIECE = Buffer.alloc(64 * 1024, 'x');

let upstream: Upstream;
let child: ChildProcess;
let gateway: { url: string; authorization: string };

beforeAll(async () => {
  upstream = await startUpstream(async (incoming, response) => {
    let received = 0;
    await pipeline(
      incoming,
      slowly((piece) => (received += piece.length)),
    );
    if (incoming.method === 'POST') response.end(String(received));
    else await pipeline(pieces(Number(incoming.headers['x-size'])), response);
  });
  child = fork(new URL('support/gateway-process.ts', import.meta.url), [upstream.url]);
  [gateway] = await once(child, 'message');
}, 60_000);

afterAll(async () => {
  child.disconnect();
  await once(child, 'exit');
  await upstream[Symbol.asyncDispose]();
});

it('uploads and downloads 512 MB with at most 50 MB of memory, whoever is the slower side', async () => {
  await upload(32 * MEGABYTE);
  await download(32 * MEGABYTE);
  const before = await peak();

  expect(await upload(SIZE)).toBe(String(SIZE));
  const uploading = await peak();
  expect(await download(SIZE)).toBe(SIZE);
  const downloading = await peak();

  expect(uploading - before).toBeLessThan(50 * MEGABYTE);
  expect(downloading - before).toBeLessThan(50 * MEGABYTE);
}, 120_000);

async function upload(size: number): Promise<string> {
  const outgoing = call('POST', size);
  const answered = once(outgoing, 'response');
  await pipeline(pieces(size), outgoing);
  const [incoming] = await answered;
  return Buffer.concat(await incoming.toArray()).toString();
}

async function download(size: number): Promise<number> {
  const outgoing = call('GET', size).end();
  const [incoming] = await once(outgoing, 'response');
  let received = 0;
  await pipeline(
    incoming,
    slowly((piece) => (received += piece.length)),
  );
  return received;
}

function call(method: string, size: number) {
  const headers = { authorization: gateway.authorization, 'x-size': size };
  return request(`${gateway.url}/api/v1/things`, { method, headers });
}

function pieces(size: number): Readable {
  return Readable.from(
    (function* () {
      for (let sent = 0; sent < size; sent += PIECE.length) yield PIECE;
    })(),
  );
}

/** A reader that takes one piece for each turn of the event loop: what comes quicker has to wait. */
function slowly(take: (piece: Buffer) => void): Writable {
  return new Writable({
    write(piece, _encoding, done) {
      take(piece);
      setImmediate(done);
    },
  });
}

async function peak(): Promise<number> {
  child.send('peak');
  const [answer] = await once(child, 'message');
  return answer.peak;
}
