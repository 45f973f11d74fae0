import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { answersIn } from './support/answers.ts';
import { chunked, get, OPEN, post, request } from './support/case.ts';
import { exchange, type Site, startSite } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
});

const IN_CHUNKS = chunked('4;x=y\r\nfour\r\n0\r\nAfter: 1\r\n\r\n', 'Connection: close');
const OF_LENGTH = post(['Content-Length: 4', 'Connection: close'], 'four');
const good = () => exchange(site.gateway.url, get('Connection: close'));
const everyOffset = (bytes: string) => Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);

describe.each([
  ['a body in chunks', IN_CHUNKS],
  ['a body of known length', OF_LENGTH],
  ['no body', get('Connection: close')],
])('a request with %s', (_name, bytes) => {
  it('means the same, wherever it is torn in two', async () => {
    site.upstream.forget();
    const offsets = everyOffset(bytes);
    for (const offset of offsets) {
      using client = await RawClient.to(site.gateway.url);
      client.socket.setNoDelay(true);
      client.send(bytes.slice(0, offset));
      // What has come first is read before the rest is sent.
      await good();
      client.send(bytes.slice(offset));
      expect(answersIn(await client.closed())).toMatchObject([{ status: 200, body: OPEN }]);
    }
    const body = bytes.includes('four') ? 'four' : '';
    const seen = site.upstream.requests.filter((one) => one.body === body && one.method === bytes.split(' ', 1)[0]);
    expect(seen).toHaveLength(body === '' ? 2 * offsets.length : offsets.length);
    expect({ faults: site.upstream.faults, cutOff: site.upstream.cutOff }).toEqual({ faults: [], cutOff: [] });
  });

  it('that breaks off is no request, wherever it does', async () => {
    site.upstream.forget();
    for (const offset of everyOffset(bytes)) {
      const client = await RawClient.to(site.gateway.url);
      client.send(bytes.slice(0, offset));
      await good();
      client[Symbol.dispose]();
    }
    await good();
    await until(() => site.upstream.midway === 0);
    expect(site.upstream.faults).toEqual([]);
    expect(site.upstream.requests.filter(({ body, method }) => method !== 'GET' || body !== '')).toEqual([]);
    expect(site.upstream.requests).toHaveLength(everyOffset(bytes).length + 1);
  });

  it('whose sender says no more, and listens, is answered or closed', async () => {
    site.upstream.forget();
    for (const offset of everyOffset(bytes)) {
      using client = await RawClient.to(site.gateway.url);
      client.socket.end(bytes.slice(0, offset), 'latin1');
      expect(answersIn(await client.closed()).length).toBeLessThanOrEqual(1);
    }
    await good();
    await until(() => site.upstream.midway === 0);
    expect(site.upstream.faults).toEqual([]);
    expect(site.upstream.requests).toHaveLength(1);
  });
});

describe('clients that take their time', () => {
  it('keep nobody else waiting, and no service hears of them', async () => {
    site.upstream.forget();
    const head = request(`GET ${OPEN}/slow HTTP/1.1`, 'Host: a');
    const slow = await Promise.all(Array.from({ length: 300 }, () => RawClient.to(site.gateway.url)));
    for (const at of [0, 1, 2, 3]) {
      for (const client of slow) client.send(head[at] ?? '');
      expect(await good()).toMatchObject([{ status: 200 }]);
    }
    for (const client of slow) client[Symbol.dispose]();
    expect(site.upstream.requests).toHaveLength(4);
    expect(site.upstream.faults).toEqual([]);
  });

  it('with a body: the service has the head, waits, and hears when they go', async () => {
    site.upstream.forget();
    const slow = await Promise.all(Array.from({ length: 20 }, () => RawClient.to(site.gateway.url)));
    for (const client of slow) client.send(post(['Content-Length: 1000'], 'x'));
    await until(() => site.upstream.midway === 20);
    expect(await good()).toMatchObject([{ status: 200 }]);
    for (const client of slow) client[Symbol.dispose]();
    await until(() => site.upstream.midway === 0);
    expect(site.upstream.cutOff).toHaveLength(20);
    expect(site.upstream.requests).toHaveLength(1);
    expect(site.upstream.faults).toEqual([]);
  });

  it('are not waited for for ever: neither for a head nor for a body', async () => {
    await using strict = await startSite({}, { limits: { headMs: 500, requestMs: 500 } });
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.to(strict.gateway.url)));
    for (const [index, client] of clients.entries()) {
      client.send(index % 2 === 0 ? `GET ${OPEN} HTTP/1.1\r\nHost: a\r\n` : post(['Content-Length: 1000'], 'x'));
    }
    for (const client of clients) expect(answersIn(await client.closed())).toMatchObject([{ status: 408 }]);
    await until(() => strict.upstream.midway === 0);
    expect(strict.upstream.requests).toEqual([]);
    expect(strict.upstream.faults).toEqual([]);
  });

  it('a head of a megabyte is not waited for', async () => {
    site.upstream.forget();
    using client = await RawClient.to(site.gateway.url);
    client.send(get(...Array.from({ length: 100 }, (_, n) => `X-${n}: ${'y'.repeat(10_000)}`)));
    expect(await client.closed()).toMatch(/^$|^HTTP\/1\.1 431 /);
    expect(site.upstream.requests).toEqual([]);
  });
});
