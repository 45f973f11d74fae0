import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, createGunzip, gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  startGateway,
  startUpstream,
  type TestGateway,
  type TestSettings,
} from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { LONG } from '../../support/long.ts';

const PATH = '/api/v1/things';
const BODY = JSON.stringify({ text: 'the same again and again. '.repeat(200) });
const DECODE: Record<string, (bytes: Buffer) => Buffer> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
};

interface Answering {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly status?: number;
  /** Without its length. */
  readonly inPieces?: boolean;
}

/** A gateway that compresses, before a service that honours conditions. */
async function startWith(answer: Answering = {}, settings: TestSettings = {}) {
  const { body = BODY, headers = {}, status = 200, inPieces } = answer;
  const bytes = Buffer.from(body);
  const parts = new AsyncDisposableStack();
  const upstream = parts.use(
    await startUpstream(({ method, headers: asked }, response) => {
      const { etag } = headers;
      if (etag && asked['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
      if (etag && asked['if-match'] && asked['if-match'] !== etag) return void response.writeHead(412).end();
      const length = inPieces ? {} : { 'content-length': bytes.length };
      response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers });
      response.end(method === 'HEAD' ? undefined : bytes);
    }),
  );
  const gateway = parts.use(
    await startGateway({
      instances: { things: [upstream.url] },
      settings: { compression: { minBytes: 1_000 }, ...settings },
    }),
  );
  return { upstream, gateway, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Asks, and shows exactly what comes back. */
async function ask({ url, authorization }: TestGateway, headers: Record<string, string> = {}, method = 'GET') {
  const sent = request(url + PATH, { method, headers: { authorization, ...headers } }).end();
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode as number, headers: answer.headers, body: await buffer(answer) };
}

describe('compression', () => {
  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'zstd'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, GZIP;q=0.8', 'gzip'],
    ['*', 'zstd'],
    ['*, zstd;q=0, br;q=0', 'gzip'],
    ['identity;q=0.5, gzip;q=0.1, br;q=0.9', 'br'],
    ['identity, gzip;q=0.5', undefined],
    ['deflate', undefined],
    ['gzip;q=0', undefined],
    ['', undefined],
    [';;,=q', undefined],
  ])('answers a client that takes %j with %s', async (accepted, coding) => {
    await using all = await startWith({ headers: { etag: '"1"', vary: 'Accept', 'accept-ranges': 'bytes' } });
    const { headers, body } = await ask(all.gateway, { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(coding);
    expect(headers.vary).toBe('Accept, Accept-Encoding');
    expect(headers.etag).toBe(coding === undefined ? '"1"' : `"1--${coding}"`);
    const decode = DECODE[coding ?? ''] ?? ((bytes: Buffer) => bytes);
    expect(decode(body).toString()).toBe(BODY);
    if (coding === undefined) return expect(headers['content-length']).toBe(String(BODY.length));
    expect(body.length).toBeLessThan(500);
    expect(headers).not.toHaveProperty('accept-ranges');
  });

  it.each<[string, Answering]>([
    ['small', { body: 'small' }],
    ['a picture', { headers: { 'content-type': 'image/png' } }],
    ['without a type', { headers: { 'content-type': '' } }],
    ['compressed already', { body: gzipSync(BODY), headers: { 'content-encoding': 'gzip' } }],
    ['not to be transformed', { headers: { 'cache-control': 'max-age=1, No-Transform' } }],
    ['a part', { status: 206, headers: { 'content-range': `bytes 0-${BODY.length - 1}/99999` } }],
    ['an event stream', { inPieces: true, headers: { 'content-type': 'text/event-stream; charset=utf-8' } }],
    ['empty', { body: '' }],
  ])('leaves an answer alone that is %s', async (_what, answer) => {
    await using all = await startWith({ ...answer, headers: { etag: 'W/"1"', ...answer.headers } });
    const { headers, body } = await ask(all.gateway, { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBe(answer.headers?.['content-encoding']);
    expect(headers.etag).toBe('W/"1"');
    expect(body).toEqual(Buffer.from(answer.body ?? BODY));
  });

  it('compresses even what is small for a client that takes nothing else', async () => {
    await using all = await startWith({ body: 'small' });
    const { body } = await ask(all.gateway, { 'accept-encoding': 'gzip, identity;q=0' });
    expect(gunzipSync(body).toString()).toBe('small');
  });

  it('is off for a route that says so, and wherever it is not configured', async () => {
    await using all = await startWith({}, { routes: [{ path: PATH, compress: false }] });
    expect((await ask(all.gateway, { 'accept-encoding': 'gzip' })).headers).not.toHaveProperty('content-encoding');
    all.gateway.configure({ routes: [] });
    expect((await ask(all.gateway, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
    all.gateway.configure({ compression: { minBytes: 0 } });
    expect((await ask(all.gateway, { 'accept-encoding': 'gzip' })).headers).not.toHaveProperty('content-encoding');
  });

  it.each([0, 60_000])('keeps 304 and If-Match working (answers kept for %d ms)', async (ttlMs) => {
    await using all = await startWith({ headers: { etag: '"1"' } }, { responseCache: { ttlMs } });
    const gzip = { 'accept-encoding': 'gzip' };
    for (const _ of [1, 2]) {
      const first = await ask(all.gateway, gzip);
      expect([first.status, first.headers.etag, gunzipSync(first.body).toString()]).toEqual([200, '"1--gzip"', BODY]);
    }
    const again = await ask(all.gateway, { ...gzip, 'if-none-match': '"0", "1--gzip"'.slice(5) });
    expect([again.status, again.headers.etag, again.body.length]).toEqual([304, '"1--gzip"', 0]);
    expect(again.headers).not.toHaveProperty('content-encoding');
    const plain = await ask(all.gateway, { ...gzip, 'if-none-match': '"1"' });
    expect([plain.status, plain.headers.etag]).toEqual([304, '"1"']);
    // It holds another representation than the one it asks for.
    expect((await ask(all.gateway, { 'if-none-match': '"1--gzip"' })).status).toBe(200);
    expect((await ask(all.gateway, { ...gzip, 'if-match': '"1--gzip"' }, 'PUT')).status).toBe(200);
    expect((await ask(all.gateway, { 'if-match': '"1--br"' }, 'PUT')).status).toBe(200);
    expect((await ask(all.gateway, { 'if-match': '"2--gzip"' }, 'PUT')).status).toBe(412);
    expect((await ask(all.gateway, { 'if-match': '"1--x"' }, 'PUT')).status).toBe(412);
  });

  it('says the same to HEAD as to GET', async () => {
    await using all = await startWith({ headers: { etag: '"1"' } });
    const accept = { 'accept-encoding': 'br' };
    const [get, head] = [await ask(all.gateway, accept), await ask(all.gateway, accept, 'HEAD')];
    const said = ({ headers }: typeof get) => [
      headers['content-encoding'],
      headers.vary,
      headers.etag,
      headers['content-type'],
    ];
    expect(said(head)).toEqual(said(get));
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, undefined]);
  });

  it.each(['gzip', 'br', 'zstd'])('passes pieces on as they come (%s), and ends with the client', async (coding) => {
    let gone = false;
    await using upstream = await startUpstream((_request, response) => {
      response.on('close', () => {
        gone = true;
      });
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"first":true}\n');
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { compression: { minBytes: 1 } },
    });
    const sent = request(gateway.url + PATH, {
      headers: { authorization: gateway.authorization, 'accept-encoding': coding },
    }).end();
    const [answer] = await once(sent, 'response');
    const [piece] = await once(answer, 'data');
    expect(piece.length).toBeGreaterThan(0);
    if (coding === 'gzip') {
      const gunzip = createGunzip();
      gunzip.write(piece);
      expect(String((await once(gunzip, 'data'))[0])).toBe('{"first":true}\n');
    }
    sent.destroy();
    await until(() => gone);
  });

  // The quickest says it for all: they are one stream to whoever pipes them.
  it.each(LONG ? ['gzip', 'br', 'zstd'] : ['zstd'])(
    'takes no more from the service than the client reads (%s)',
    async (coding) => {
      const [total, size] = [128 * 1024 * 1024, 256 * 1024];
      let taken = 0;
      await using upstream = await startUpstream((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        const source = new Readable({
          read() {
            taken += size;
            // Nothing that a compressor has seen before.
            this.push(taken > total ? null : randomBytes(size));
          },
        });
        source.pipe(response);
      });
      await using gateway = await startGateway({
        instances: { things: [upstream.url] },
        settings: { compression: { minBytes: 1 } },
      });
      const { url, authorization } = gateway;
      const sent = request(url + PATH, { headers: { authorization, 'accept-encoding': coding } }).end();
      const [answer] = await once(sent, 'response');
      let read = 0;
      for await (const piece of answer) {
        read += piece.length;
        // What the sockets on the way hold, and Node before each.
        expect(taken - read).toBeLessThan(48 * 1024 * 1024);
        if (read > total / 2) break;
      }
      expect(taken).toBeLessThan(total);
    },
  );

  it('cuts the answer off where the service does', async () => {
    await using upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('half', () => response.destroy());
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { compression: { minBytes: 1 } },
    });
    await expect(ask(gateway, { 'accept-encoding': 'gzip' })).rejects.toThrow(/aborted/);
  });

  it('comes after the rules for bodies', async () => {
    const rule = { path: PATH, response: { body: { set: { '/v': 1 } } } };
    await using all = await startWith(
      { headers: { etag: '"1"' } },
      { routes: [rule], responseCache: { ttlMs: 60_000 } },
    );
    for (const _ of [1, 2]) {
      const { body, headers } = await ask(all.gateway, { 'accept-encoding': 'zstd' });
      expect(zstdDecompressSync(body).toString()).toBe(`${BODY.slice(0, -1)},"v":1}`);
      expect(headers.etag).toBe('"1--zstd"');
    }
    expect(all.upstream.requests).toHaveLength(1);
    expect(all.upstream.requests[0]?.headers['accept-encoding']).toBe('identity');
  });
});
