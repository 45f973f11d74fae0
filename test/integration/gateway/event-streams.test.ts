import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { drain } from '../../../shared/app/drain.ts';
import { startGateway, startUpstream, type TestGateway } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';

const PATH = '/api/v1/things/events';

/** A service that numbers its events, and goes on behind the last that a client has seen. */
async function startEvents() {
  const streams: ServerResponse[] = [];
  const upstream = await startUpstream((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).flushHeaders();
    const from = Number(request.headers['last-event-id'] ?? 0);
    response.write(`id: ${from + 1}\ndata: event ${from + 1}\n\n`);
    streams.push(response);
  });
  return Object.assign(upstream, { streams });
}

/** Reads one event from a stream, as a page does. */
async function connect({ url, authorization }: TestGateway, lastEventId?: string) {
  const headers = { authorization, accept: 'text/event-stream', ...(lastEventId && { 'last-event-id': lastEventId }) };
  const answer = await fetch(url + PATH, { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    answer,
    next: async () => (await reader?.read())?.value,
    leave: async () => reader?.cancel(),
  };
}

describe('an event stream', () => {
  it('is cut when the gateway is on standby, so that its client connects to the one that is live; a later one may stay', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aurora-test-role-'));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const ROLE_FILE = join(folder, 'role');
    const upstream = stack.use(await startEvents());
    const environment = { ROLE_FILE, DRAIN_TIMEOUT_MS: '200' };
    const gateway = stack.use(await startGateway({ instances: { things: [upstream.url] }, environment }));
    const first = await connect(gateway);
    await first.next();
    await writeFile(ROLE_FILE, 'standby');
    await until(() => gateway.app.role.current === 'standby');
    const preview = await connect(gateway);
    await preview.next();
    await expect(first.next()).rejects.toThrow();
    upstream.streams[1]?.write('data: more\n\n');
    expect(await preview.next()).toBe('data: more\n\n');
    await preview.leave();
  });

  it('goes on where it was, when its client comes again', async () => {
    await using upstream = await startEvents();
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { responseCache: { ttlMs: 60_000, staleMs: 60_000, staleIfErrorMs: 60_000 } },
    });
    const first = await connect(gateway);
    expect(first.answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await first.next()).toBe('id: 1\ndata: event 1\n\n');
    const [stream] = upstream.streams;
    // The service breaks off: half a stream is never taken for a whole one.
    stream?.socket?.destroy();
    await expect(first.next()).rejects.toThrow();
    const second = await connect(gateway, '1');
    expect(await second.next()).toBe('id: 2\ndata: event 2\n\n');
    const closed = once(upstream.streams[1] as ServerResponse, 'close');
    await second.leave();
    await closed;
  });

  it('may be silent for longer on a route whose rule says so, however soon an answer has to begin', async () => {
    await using upstream = await startEvents();
    const settings = (silenceMs: number) => ({
      silenceMs: 100,
      routes: [{ path: '/api/v1/things', timeoutMs: 200, silenceMs }],
    });
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: settings(60_000),
    });
    const patient = await connect(gateway);
    await patient.next();
    gateway.configure(settings(150));
    const impatient = await connect(gateway);
    await impatient.next();
    // The one has been silent for as long as the other, which is cut off for it.
    await expect(impatient.next()).rejects.toThrow();
    upstream.streams[0]?.write('data: at last\n\n');
    expect(await patient.next()).toBe('data: at last\n\n');
    await patient.leave();
  });

  it('has a fallback and a last good answer as little as any answer that has begun', async () => {
    await using upstream = await startEvents();
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      settings: { routes: [{ path: '/api/v1/things', fallback: { body: 'none' }, cache: { ttlMs: 1 } }] },
    });
    const client = await connect(gateway);
    expect(await client.next()).toContain('event 1');
    upstream.streams[0]?.socket?.destroy();
    await expect(client.next()).rejects.toThrow();
    expect(await gateway.app.metrics.metrics()).not.toContain('gateway_fallbacks_total{');
  });

  it('does not keep a gateway from draining', async () => {
    await using upstream = await startEvents();
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const client = await connect(gateway);
    await client.next();
    const closed = once(upstream.streams[0] as ServerResponse, 'close');
    expect(await drain(gateway.app, 50_000)).toBe(true);
    await expect(client.next()).rejects.toThrow();
    await closed;
  });
});
