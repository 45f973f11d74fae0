import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAnswer, sendRaw } from './support/raw.ts';
import { type RunningService, startService } from './support/service.ts';

const host = 'Host: localhost\r\n';

describe('a body over the limit', () => {
  it.each([
    ['whose length is told', 'Content-Length: 8388608', (piece: string) => piece],
    ['in chunks', 'Transfer-Encoding: chunked', (piece: string) => `100000\r\n${piece}\r\n`],
  ])('%s is read to its end, so that its sender hears the answer', async (_title, framing, frame) => {
    const { app } = await startService(async (app) => {
      app.post('/api/v1/things', { config: { scope: null } }, async () => ({}));
    });
    try {
      await app.listen({ port: 0, host: '127.0.0.1' });
      const { port } = app.server.address() as AddressInfo;
      const body = frame('x'.repeat(1024 * 1024)).repeat(8) + (framing.startsWith('T') ? '0\r\n\r\n' : '');
      const head = `POST /api/v1/things HTTP/1.1\r\n${host}Content-Type: application/json\r\n${framing}\r\n\r\n`;
      const next = `GET /health HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
      const answers = await sendRaw(port, head + body + next);
      expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    } finally {
      await app.close();
    }
  });
});

describe('what dies in the HTTP parser is answered as a problem and the connection closed:', () => {
  let service: RunningService;
  let port: number;
  beforeAll(async () => {
    service = await startService(async (app) => {
      app.post('/api/v1/things', { config: { scope: null } }, async () => ({}));
    });
    await service.app.listen({ port: 0, host: '127.0.0.1' });
    port = (service.app.server.address() as AddressInfo).port;
  });
  afterAll(() => service.app.close());

  it.each([
    ['something that is no HTTP', 'hello\r\n\r\n', 400, 'malformed_request'],
    ['a version nobody speaks', `GET / HTTP/9.9\r\n${host}\r\n`, 400, 'malformed_request'],
    ['a header with a line break in its name', `GET / HTTP/1.1\r\n${host}a b: c\r\n\r\n`, 400, 'malformed_request'],
    [
      'two ways to tell the length',
      `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'malformed_request',
    ],
    ['headers over 16 KiB', `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['a path over 16 KiB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431, 'headers_too_large'],
    [
      'an unknown expectation',
      `POST /api/v1/things HTTP/1.1\r\n${host}Expect: tea\r\nContent-Length: 0\r\n\r\n`,
      417,
      'expectation_failed',
    ],
  ])('%s', async (_name, bytes, status, code) => {
    const { headers, body, ...answer } = parseAnswer(await sendRaw(port, bytes));
    expect(answer.status).toBe(status);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', connection: 'close' });
    expect(JSON.parse(body)).toMatchObject({ status, code, correlationId: headers['x-correlation-id'] });
  });
});

it('what dies in the parser while an answer is under way is not answered in the midst of that', async () => {
  const { promise: never } = Promise.withResolvers<void>();
  await using service = await startService(async (app) => {
    app.get('/api/v1/things', { config: { scope: null } }, async () =>
      Readable.from(
        (async function* () {
          yield 'begun';
          await never;
        })(),
      ),
    );
  });
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = service.app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
    if (text.includes('begun')) socket.write('hello\r\n\r\n');
  });
  socket.on('error', () => undefined);
  socket.write(`GET /api/v1/things HTTP/1.1\r\n${host}\r\n`);
  await once(socket, 'close');
  expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  expect(answer).toMatch(/begun\r\n$/);
});
