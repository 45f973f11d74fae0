import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '@aurora/shared/app';
import { type TestService, until } from '@aurora/shared/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { services } from '../src/generated/fleet.ts';
import { service } from '../src/generated/service.ts';
import { startConfigService } from './service.ts';

const [of = '', other = ''] = Object.keys(services);
const settings = `/api/v1/config/${of}`;
const registry = '/registry/services';
const instance = { service: 'orders', id: 'o-1', url: 'http://127.0.0.1:9001', version: '1.0.0' };

let running: TestService;
let count = 0;

beforeAll(async () => {
  running = await startConfigService();
});

afterAll(() => running?.stop());

const etagOf = async (url: string) => String((await running.call({ method: 'GET', url })).headers.etag);

/** How many requests the replica holds, by its own metric. */
async function holding(app: FastifyInstance): Promise<number> {
  const metric = await app.metrics.getSingleMetric('config_held_requests')?.get();
  return metric?.values[0]?.value ?? 0;
}

/** Asks the replica for news of what is known, and returns once the request is held. */
async function hold(url: string, { wait = 30, app = running.app } = {}) {
  const authorization = `Bearer ${await running.token()}`;
  const headers = { authorization, 'if-none-match': await etagOf(url), prefer: `wait=${wait}` };
  const before = await holding(app);
  const answer = Promise.resolve(app.inject({ method: 'GET', url, headers }));
  await until(async () => (await holding(app)) > before);
  return { answer };
}

async function change(url = settings): Promise<number> {
  const answer = await running.call({ method: 'PUT', url, payload: { values: { timeoutMs: ++count } } });
  expect(answer.statusCode).toBe(200);
  return count;
}

const register = () => running.call({ method: 'POST', url: '/registry/instances', payload: instance });
const deregister = () => running.call({ method: 'DELETE', url: `/registry/instances/${instance.id}` });

describe('a long poll', () => {
  it('is answered when the settings change', async () => {
    const { answer } = await hold(settings);
    const timeoutMs = await change();
    const { statusCode, headers, body } = await answer;
    expect([statusCode, headers['preference-applied']]).toEqual([200, 'wait=30']);
    expect(JSON.parse(body).values.timeoutMs).toBe(timeoutMs);
  });

  it('is answered when an instance comes or goes', async () => {
    const coming = await hold(registry);
    await register();
    expect((await coming.answer).json()).toMatchObject({ items: [{ instances: [{ id: 'o-1' }] }] });
    const going = await hold(registry);
    await deregister();
    expect((await going.answer).json()).toEqual({ items: [] });
  });

  it('is answered when a lease runs out', async () => {
    await register();
    const { answer } = await hold(registry);
    await running.app.database.query({ text: "UPDATE instances SET expires_at = expires_at - INTERVAL '2' HOUR" });
    expect((await answer).json()).toEqual({ items: [] });
  });

  it('is not answered by what happens to others', async () => {
    const { answer } = await hold(settings);
    await change(`/api/v1/config/${other}`);
    const timeoutMs = await change();
    expect((await answer).json().values.timeoutMs).toBe(timeoutMs);
  });

  it('is answered with 304 when its time is up', async () => {
    const { answer } = await hold(settings, { wait: 1 });
    const { statusCode, headers, body } = await answer;
    expect([statusCode, body, headers['preference-applied']]).toEqual([304, '', 'wait=1']);
    expect(headers.etag).toBe(await etagOf(settings));
  });

  it.each([
    ['knows nothing yet', {}, 200],
    ['knows another version', { 'if-none-match': '"x"' }, 200],
    ['would wait 0 s', { 'if-none-match': '*', prefer: 'wait=0' }, 304],
    ['prefers something else', { 'if-none-match': '*', prefer: 'respond-async, wait=soon' }, 304],
  ])('that %s is answered at once', async (_, headers, status) => {
    const answer = await running.call({ method: 'GET', url: settings, headers: { prefer: 'wait=30', ...headers } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });

  it('ends with its client', async () => {
    const base = await running.app.listen({ port: 0, host: '127.0.0.1' });
    const headers = {
      authorization: `Bearer ${await running.token()}`,
      'if-none-match': await etagOf(settings),
      prefer: 'wait=30',
    };
    const leaving = new AbortController();
    const answer = fetch(base + settings, { headers, signal: leaving.signal });
    await until(async () => (await holding(running.app)) === 1);
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await until(async () => (await holding(running.app)) === 0);
  });
});

describe('one on standby', () => {
  it('holds no request, and lets go of those that it held before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'role-'));
    const roleFile = join(folder, 'role');
    const replica = await createApp(service, { ...running.app.environment, instanceId: 'blue', roleFile });
    try {
      const { answer } = await hold(settings, { app: replica });
      await writeFile(roleFile, 'standby');
      expect((await answer).statusCode).toBe(304);
      const headers = { authorization: `Bearer ${await running.token()}`, 'if-none-match': await etagOf(settings) };
      const began = performance.now();
      const again = await replica.inject({ url: settings, headers: { ...headers, prefer: 'wait=30' } });
      expect([again.statusCode, performance.now() - began < 10_000]).toEqual([304, true]);
    } finally {
      await replica.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('a second replica on the same database', () => {
  it('tells of changes made through the first, and answers what it holds when it drains', async () => {
    const replica = await createApp(service, { ...running.app.environment, instanceId: 'second' });
    try {
      const followed = await hold(settings, { app: replica });
      const timeoutMs = await change();
      expect((await followed.answer).json().values.timeoutMs).toBe(timeoutMs);

      const watched = await hold(registry, { app: replica });
      await register();
      expect((await watched.answer).json()).toMatchObject({ items: [{ instances: [{ id: 'o-1' }] }] });
      await deregister();

      const drained = await hold(settings, { app: replica });
      const closed = replica.close();
      expect((await drained.answer).statusCode).toBe(304);
      await closed;
    } finally {
      await replica.close();
    }
  });
});
