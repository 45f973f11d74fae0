import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { parseAnswer } from './support/raw.ts';
import { type RunningService, startService } from './support/service.ts';

const LOOK_MS = 60_000;
const PIECE = 64 * 1024;

let service: RunningService;
let client: Socket;
let answer: Promise<string>;
let arriving: IncomingMessage | undefined;
let read: (body: IncomingMessage) => Promise<number>;

/** Answers with the size of the body, read as `read` says. */
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  arriving = undefined;
  read = async (body) => (await text(body)).length;
  service = await startService(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    app.post('/uploads', { config: { scope: null } }, async ({ raw }) => {
      arriving = raw;
      return { bytes: await read(raw) };
    });
  });
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  client = connect((service.app.server.address() as AddressInfo).port, '127.0.0.1');
  const chunks: Buffer[] = [];
  client.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
  answer = once(client, 'close').then(() => Buffer.concat(chunks).toString());
});

afterEach(async () => {
  client.destroy();
  jest.useRealTimers();
  await service[Symbol.asyncDispose]();
});

async function begin(bytes: number, connection = 'close'): Promise<void> {
  const head = ['Host: localhost', 'Content-Type: a/b', `Content-Length: ${bytes}`, `Connection: ${connection}`];
  client.write(`POST /uploads HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
  await until(() => arriving);
}

/** Sends so much and waits until the service has it. */
async function send(bytes: number): Promise<void> {
  const before = arriving?.socket.bytesRead ?? 0;
  client.write('x'.repeat(bytes));
  await until(() => arriving?.socket.bytesRead === before + bytes);
}

describe('a body that is long in coming', () => {
  it('may take as long as it likes while it keeps moving', async () => {
    const looks = 20;
    await begin(looks * PIECE);
    for (let look = 0; look < looks; look++) {
      await send(PIECE);
      jest.advanceTimersByTime(LOOK_MS);
    }
    expect(parseAnswer(await answer)).toMatchObject({ status: 200, body: `{"bytes":${looks * PIECE}}` });
    expect(service.app.server.requestTimeout).toBe(0);
  });

  it.each([
    ['stands still', 0],
    ['comes by the byte', 1],
  ])('is given up when it %s', async (_how, bytes) => {
    await begin(1024);
    for (let look = 0; look < 2; look++) {
      await send(bytes);
      jest.advanceTimersByTime(LOOK_MS);
    }
    const { status, body } = parseAnswer(await answer);
    expect(status).toBe(408);
    expect(JSON.parse(body)).toMatchObject({ code: 'request_timeout' });
  });

  it('is waited for while the service itself has not read what came', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    read = async (body) => {
      await promise;
      return (await text(body)).length;
    };
    await begin(2048);
    await send(1024);
    jest.advanceTimersByTime(10 * LOOK_MS);
    client.write('x'.repeat(1024));
    resolve();
    expect(parseAnswer(await answer)).toMatchObject({ status: 200, body: '{"bytes":2048}' });
  });

  it('is given up without another word once it has been answered', async () => {
    read = async () => 0;
    await begin(1024, 'keep-alive');
    await until(() => client.bytesRead > 0);
    jest.advanceTimersByTime(2 * LOOK_MS);
    expect(parseAnswer(await answer)).toMatchObject({ status: 200, body: '{"bytes":0}' });
  });
});
