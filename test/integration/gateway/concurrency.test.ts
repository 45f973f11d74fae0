import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import {
  startGateway,
  startUpstream,
  type TestGateway,
  type TestSettings,
  type Upstream,
} from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

interface Held extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly upstream: Upstream;
  /** What the service has not answered yet, by its path. */
  readonly held: Map<string, ServerResponse>;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Of all limits: under way, waiting. */
  state(): Promise<[number, number]>;
  refused(reason: string): Promise<number>;
}

/** A service that answers when the test says so. */
async function start(settings: TestSettings): Promise<Held> {
  const held = new Map<string, ServerResponse>();
  const upstream = await startUpstream((request, response) => {
    held.set(request.url?.replace('/api/v1/things/', '') ?? '', response);
  });
  const routes = [{ path: '/api/v1/things', retries: 0 }, ...(settings.routes ?? [])];
  const gateway = await startGateway({ instances: { things: [upstream.url] }, settings: { ...settings, routes } });
  const { authorization, url } = gateway;
  const sum = async (pattern: RegExp) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return [...text.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
  };
  return {
    gateway,
    upstream,
    held,
    ask: (path, init = {}) => fetch(`${url}/api/v1/things/${path}`, { ...init, headers: { authorization } }),
    state: async () => [
      await sum(/^gateway_concurrency\{.*"under_way".*\} (\d+)$/gm),
      await sum(/^gateway_concurrency\{.*"waiting".*\} (\d+)$/gm),
    ],
    refused: (reason) => sum(new RegExp(`^gateway_refused_total\\{.*"${reason}".*\\} (\\d+)$`, 'gm')),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

const is = (state: [number, number], fleet: Held) => until(async () => String(await fleet.state()) === String(state));
const answer = (fleet: Held, path: string) => fleet.held.get(path)?.end(path);

describe('a limit of what is under way', () => {
  it('lets some wait in order, and refuses the rest', async () => {
    await using fleet = await start({ concurrency: { requests: 1, queue: 2, waitMs: 60_000 } });
    const first = fleet.ask('1');
    await until(() => fleet.held.has('1'));
    const second = fleet.ask('2');
    await is([1, 1], fleet);
    const third = fleet.ask('3');
    await is([1, 2], fleet);
    const refused = await fleet.ask('4');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'unavailable' });
    expect(await fleet.refused('queue_full')).toBe(1);
    expect([...fleet.held.keys()]).toEqual(['1']);

    answer(fleet, '1');
    expect(await (await first).text()).toBe('1');
    await until(() => fleet.held.has('2'));
    expect([...fleet.held.keys()]).toEqual(['1', '2']);
    answer(fleet, '2');
    expect(await (await second).text()).toBe('2');
    await until(() => fleet.held.has('3'));
    answer(fleet, '3');
    expect(await (await third).text()).toBe('3');
    await is([0, 0], fleet);
  });

  it('lets nobody wait longer than said', async () => {
    await using fleet = await start({ concurrency: { requests: 1, queue: 1, waitMs: 20 } });
    const first = fleet.ask('1');
    await until(() => fleet.held.has('1'));
    const late = await fleet.ask('2', { method: 'POST', body: 'x'.repeat(200_000) });
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await fleet.refused('waited_too_long')).toBe(1);
    answer(fleet, '1');
    await first;
    await is([0, 0], fleet);
    expect([...fleet.held.keys()]).toEqual(['1']);
  });

  it('sends the body of who has waited, from its first byte', async () => {
    const body = 'x'.repeat(300_000);
    let received = '';
    await using fleet = await start({ concurrency: { requests: 1, queue: 1, waitMs: 60_000 } });
    fleet.upstream.server.on('request', (request) => request.on('data', (chunk) => (received += chunk)));
    const first = fleet.ask('1');
    await until(() => fleet.held.has('1'));
    const second = fleet.ask('2', { method: 'POST', body });
    await is([1, 1], fleet);
    answer(fleet, '1');
    await first;
    await until(() => received.length === body.length);
    answer(fleet, '2');
    expect((await second).status).toBe(200);
  });

  it('is given back however a request ends', async () => {
    await using fleet = await start({ concurrency: { requests: 1, queue: 5, waitMs: 60_000 } });
    const { authorization, url } = fleet.gateway;
    const goOn = async (path: string) => {
      const next = fleet.ask(path);
      await until(() => fleet.held.has(path));
      answer(fleet, path);
      expect((await next).status).toBe(200);
      await is([0, 0], fleet);
    };

    // The client leaves while it is answered, and while it waits.
    using leaving = await RawClient.to(url);
    leaving.send('GET /api/v1/things/leaving HTTP/1.1', 'Host: x', `Authorization: ${authorization}`, '', '');
    await until(() => fleet.held.has('leaving'));
    using waiting = await RawClient.to(url);
    waiting.send('GET /api/v1/things/waiting HTTP/1.1', 'Host: x', `Authorization: ${authorization}`, '', '');
    await is([1, 1], fleet);
    waiting.socket.destroy();
    await is([1, 0], fleet);
    leaving.socket.destroy();
    await is([0, 0], fleet);
    expect(fleet.held.has('waiting')).toBe(false);
    await goOn('after-leaving');

    // The service breaks off before its answer, and in the midst of it.
    const broken = fleet.ask('broken');
    await until(() => fleet.held.has('broken'));
    fleet.held.get('broken')?.destroy();
    expect((await broken).status).toBe(502);
    await goOn('after-broken');
    const half = fleet.ask('half');
    await until(() => fleet.held.has('half'));
    fleet.held.get('half')?.write('half');
    const begun = await half;
    fleet.held.get('half')?.destroy();
    await expect(begun.text()).rejects.toThrow();
    await goOn('after-half');

    // There is no service.
    const { things = [] } = fleet.gateway.instances;
    fleet.gateway.instances.things = [];
    expect((await fleet.ask('nowhere')).status).toBe(503);
    fleet.gateway.instances.things = things;
    await goOn('after-nowhere');

    // The deadline passes while it waits.
    const first = fleet.ask('slow');
    await until(() => fleet.held.has('slow'));
    const late = await fetch(`${url}/api/v1/things/late`, { headers: { authorization, 'x-request-deadline': '20' } });
    expect(late.status).toBe(504);
    await is([1, 0], fleet);
    answer(fleet, 'slow');
    await first;
    await goOn('after-late');
  });

  it('is each rule’s own; the gateway’s is shared by all without one', async () => {
    await using fleet = await start({
      concurrency: { requests: 1 },
      routes: [
        { path: '/api/v1/things/a', concurrency: { requests: 1 } },
        { path: '/api/v1/things/free', concurrency: { requests: 0 } },
      ],
    });
    const pending = [fleet.ask('a/1'), fleet.ask('b/1'), fleet.ask('free/1'), fleet.ask('free/2')];
    await until(() => fleet.held.size === 4);
    expect((await fleet.ask('a/2')).status).toBe(503);
    expect((await fleet.ask('c')).status).toBe(503);
    for (const path of [...fleet.held.keys()]) answer(fleet, path);
    expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('changes under those who are in it', async () => {
    await using fleet = await start({ concurrency: { requests: 1, queue: 3, waitMs: 60_000 } });
    const pending = [fleet.ask('1')];
    await until(() => fleet.held.has('1'));
    pending.push(fleet.ask('2'), fleet.ask('3'));
    await is([1, 2], fleet);
    fleet.gateway.configure({ concurrency: { requests: 2, queue: 3, waitMs: 60_000 } });
    await is([2, 1], fleet);
    fleet.gateway.configure({ concurrency: { requests: 1, queue: 0, waitMs: 60_000 } });
    expect((await fleet.ask('4')).status).toBe(503);
    fleet.gateway.configure({ concurrency: { requests: 0 } });
    await until(() => fleet.held.size === 3);
    for (const path of [...fleet.held.keys()]) answer(fleet, path);
    expect((await Promise.all(pending)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('is given back by an upgrade that the service does not take', async () => {
    await using fleet = await start({ concurrency: { requests: 1 } });
    const { authorization, url } = fleet.gateway;
    for (const path of ['1', '2']) {
      using client = await RawClient.to(url);
      const head = ['Host: x', `Authorization: ${authorization}`, 'Connection: upgrade', 'Upgrade: other', '', ''];
      client.send(`GET /api/v1/things/${path} HTTP/1.1`, ...head);
      await until(() => fleet.held.has(path));
      answer(fleet, path);
      await client.closed();
      await is([0, 0], fleet);
    }
  });

  it('is kept by a WebSocket until it has ended, and given back once', async () => {
    await using fleet = await start({
      concurrency: { requests: 1 },
      routes: [{ path: '/api/v1/things/live', webSocket: true }],
    });
    const { authorization, url } = fleet.gateway;
    const service = new WebSocketServer({ server: fleet.upstream.server });
    const open = async () => {
      const client = new WebSocket(`${url.replace('http', 'ws')}/api/v1/things/live`, { headers: { authorization } });
      await once(client, 'open');
      return client;
    };
    const first = await open();
    await is([1, 0], fleet);
    expect((await fleet.ask('1')).status).toBe(503);
    first.close();
    await is([0, 0], fleet);
    const second = await open();
    const broken = once(second, 'close');
    for (const client of service.clients) client.terminate();
    await broken;
    await is([0, 0], fleet);
    const last = fleet.ask('2');
    await until(() => fleet.held.has('2'));
    answer(fleet, '2');
    expect((await last).status).toBe(200);
  });
});
