import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';

const REFUSING = 'http://127.0.0.1:1';
const failing = (status: number) =>
  startUpstream((_request, response) => void response.writeHead(status).end('failed'));
const echoing = () =>
  startUpstream(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end(`here ${body}`);
  });

async function call(gateway: TestGateway, init: RequestInit = {}) {
  const headers = { authorization: gateway.authorization, ...init.headers };
  const answer = await fetch(`${gateway.url}/api/v1/things/1`, { ...init, headers });
  return { status: answer.status, text: await answer.text() };
}

describe('a request that may be repeated', () => {
  it.each([502, 503, 504])('goes to another instance where one answers %i', async (status) => {
    await using bad = await failing(status);
    await using good = await echoing();
    await using gateway = await startGateway({ instances: { things: [bad.url, good.url] } });
    for (let turn = 0; turn < 3; turn++) expect(await call(gateway)).toEqual({ status: 200, text: 'here ' });
    expect(bad.requests.length).toBeGreaterThan(0);
  });

  it('is not repeated where the service answers 500: it did what it was asked, or half of it', async () => {
    await using bad = await failing(500);
    await using good = await echoing();
    await using gateway = await startGateway({ instances: { things: [bad.url, good.url] } });
    const answers = [await call(gateway), await call(gateway)];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 500]);
  });

  it('goes to the same instance again where it has not got there, of which the client hears nothing', async () => {
    let turn = 0;
    await using starting = await startUpstream((_request, response) => {
      if (turn++ < 1) response.writeHead(503, { 'x-service-unreached': '1' });
      response.end('here');
    });
    await using gateway = await startGateway({ instances: { things: [starting.url] } });
    expect(await call(gateway)).toEqual({ status: 200, text: 'here' });
    expect(starting.requests).toHaveLength(2);
  });

  it('leaves an instance alone after three that have not got there', async () => {
    await using edge = await startUpstream((_request, response) => {
      response.writeHead(503, { 'x-service-unreached': '1' }).end();
    });
    await using gateway = await startGateway({ instances: { things: [edge.url] } });
    const ask = () =>
      fetch(`${gateway.url}/api/v1/things`, { method: 'POST', headers: { authorization: gateway.authorization } });
    for (let turn = 0; turn < 3; turn++) {
      const { status, headers } = await ask();
      expect([status, headers.has('x-service-unreached')]).toEqual([503, false]);
    }
    expect(await (await ask()).json()).toMatchObject({ detail: expect.stringContaining('left alone') });
    expect(edge.requests).toHaveLength(3);
  });

  it('takes its body along', async () => {
    await using gone = await startUpstream((request) => void request.once('data', () => request.socket.destroy()));
    await using good = await echoing();
    await using gateway = await startGateway({ instances: { things: [gone.url, good.url] } });
    for (let turn = 0; turn < 2; turn++) {
      expect(await call(gateway, { method: 'PUT', body: 'x'.repeat(1_000) })).toMatchObject({ status: 200 });
    }
    expect(gone.requests.length).toBeGreaterThan(0);
  });

  it('is one with an Idempotency-Key whatever its method, and no POST without', async () => {
    await using gone = await startUpstream((request) => void request.socket.destroy());
    await using good = await echoing();
    const instances = { things: [gone.url, good.url] };
    const settings = { routes: [{ path: '/api/v1/things', retries: 1 }] };
    await using gateway = await startGateway({ instances, settings });
    const post = (headers: Record<string, string>) => call(gateway, { method: 'POST', body: 'x', headers });
    const without = [await post({}), await post({})];
    expect(without.map(({ status }) => status).sort()).toEqual([200, 502]);
    const withKey = [await post({ 'idempotency-key': 'a' }), await post({ 'idempotency-key': 'b' })];
    expect(withKey.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('is none where a rule keeps the Idempotency-Key from the service', async () => {
    await using gone = await startUpstream((request) => void request.socket.destroy());
    await using gateway = await startGateway({
      instances: { things: [gone.url] },
      settings: { routes: [{ path: '/api/v1/things', request: { headers: { remove: ['Idempotency-Key'] } } }] },
    });
    const headers = { 'idempotency-key': 'a' };
    expect(await call(gateway, { method: 'POST', body: 'x', headers })).toMatchObject({ status: 502 });
    expect(gone.requests).toHaveLength(1);
  });

  it('is not repeated beyond its deadline', async () => {
    await using silent = await startUpstream(() => undefined);
    await using gateway = await startGateway({
      instances: { things: [silent.url] },
      settings: { routes: [{ path: '/api/v1/things', timeoutMs: 200, retries: 5 }] },
    });
    expect((await call(gateway)).status).toBe(504);
    expect(silent.requests).toHaveLength(1);
  });
});

describe('a service that fails altogether', () => {
  it('gets no more than its requests and a fifth, and then probes alone', async () => {
    await using bad = await failing(503);
    await using also = await failing(503);
    await using gateway = await startGateway({
      instances: { things: [bad.url, also.url] },
      settings: { routes: [{ path: '/api/v1/things', retries: 5 }] },
    });
    const calls = 400;
    for (let begun = 0; begun < calls; begun += 20) await Promise.all(Array.from({ length: 20 }, () => call(gateway)));
    const sent = bad.requests.length + also.requests.length;
    // Ten saved up, and one a second, are in the budget besides; breakers let far fewer through.
    expect(sent).toBeLessThanOrEqual(1.2 * calls + 10 + 60);
    const before = sent;
    for (let begun = 0; begun < 100; begun++) expect((await call(gateway)).status).toBe(503);
    expect(bad.requests.length + also.requests.length - before).toBeLessThan(30);
  });

  it('is used again once a probe succeeds', async () => {
    let broken = true;
    await using upstream = await startUpstream(
      (_request, response) => void response.writeHead(broken ? 503 : 200).end(),
    );
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    for (let failure = 0; failure < 20; failure++) await call(gateway);
    const metrics = async () => (await fetch(`${gateway.url}/metrics`)).text();
    expect(await metrics()).toMatch(/gateway_breaker_open\{.*route="\/api\/v1\/things reads".*\} 1/);
    broken = false;
    await until(async () => (await call(gateway)).status === 200);
    expect(await metrics()).not.toMatch(/gateway_breaker_open\{/);
  });

  it('is not blamed for clients that have less time than anybody needs', async () => {
    await using slow = await startUpstream((_request, response) => void setTimeout(() => response.end('well'), 100));
    await using gateway = await startGateway({ instances: { things: [slow.url] } });
    for (let round = 0; round < 15; round++) {
      expect((await call(gateway, { headers: { 'x-request-deadline': '20' } })).status).toBe(504);
    }
    expect(await call(gateway)).toEqual({ status: 200, text: 'well' });
  });

  it('leaves the routes alone that do not', async () => {
    await using upstream = await startUpstream((request, response) => {
      response.writeHead(request.method === 'POST' ? 500 : 200).end();
    });
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    for (let failure = 0; failure < 30; failure++) await call(gateway, { method: 'POST' });
    expect((await call(gateway, { method: 'POST' })).status).toBe(503);
    expect((await call(gateway)).status).toBe(200);
  });
});

describe('one of three instances', () => {
  it('is gone: no read fails, and soon nobody is sent there', async () => {
    await using one = await echoing();
    await using two = await echoing();
    await using gateway = await startGateway({ instances: { things: [one.url, REFUSING, two.url] } });
    for (let turn = 0; turn < 50; turn++) expect((await call(gateway)).status).toBe(200);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(
      /gateway_upstream_requests_total\{.*instance="127.0.0.1:1",outcome="unreachable".*\} [3-9]\n/,
    );
    expect(metrics).toMatch(/gateway_breaker_open\{.*instance="127.0.0.1:1",route="any".*\} 1/);
  });

  it('is slow: the others do the work', async () => {
    const held: (() => void)[] = [];
    await using slow = await startUpstream((_request, response) => void held.push(() => response.end('late')));
    await using one = await echoing();
    await using two = await echoing();
    await using gateway = await startGateway({ instances: { things: [slow.url, one.url, two.url] } });
    const first = Promise.all(Array.from({ length: 3 }, () => call(gateway)));
    await until(() => held.length === 1);
    for (let turn = 0; turn < 50; turn++) expect((await call(gateway)).text).toBe('here ');
    for (const answer of held) answer();
    await first;
    expect(slow.requests).toHaveLength(1);
  });
});

describe('a rule', () => {
  it('sends a path elsewhere, under another name, without a restart and without a token of the fleet', async () => {
    await using legacy = await startUpstream((request, response) => {
      response.end(JSON.stringify({ url: request.url, host: request.headers.host }));
    });
    await using gateway = await startGateway({ instances: {} });
    const { authorization } = gateway;
    const get = () => fetch(`${gateway.url}/old/reports/7?x=%2F`, { headers: { authorization } });
    expect((await get()).status).toBe(404);
    gateway.configure({ routes: [{ path: '/old/reports', target: legacy.url, to: '/v0/r' }] });
    expect(await (await get()).json()).toEqual({ url: '/v0/r/7?x=%2F', host: new URL(legacy.url).host });
    gateway.configure({});
    expect((await get()).status).toBe(404);
  });
});
