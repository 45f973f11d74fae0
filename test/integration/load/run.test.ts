import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import autocannon from 'autocannon';
import { parseScenario } from '../../../cli/load/scenario/read.ts';
import { entitiesOf } from '../../../cli/load/scenario/rules.ts';
import { startLoad } from '../../../cli/load/start.ts';
import { inspect } from '../../cli/config/inspect.ts';
import { type Toy, toy } from './support/toy.ts';

const FLEET = inspect(`version: 1
name: shop
services:
  gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8004 }
  orders:
    kind: domain
    port: 8001
    entities: { Order: { fields: { title: { type: string, required: true } } } }
`).fleet as NonNullable<ReturnType<typeof inspect>['fleet']>;

const root = await mkdtemp(join(tmpdir(), 'aurora-load-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const READ = 'actions: { look: { request: { path: /thing } } }';

interface Around {
  readonly signal?: AbortSignal;
  readonly onSecond?: () => void;
  /** Of its journals. */
  readonly folder?: string;
}

async function run({ url }: Toy, text: string, { signal, onSecond, folder }: Around = {}) {
  const scenario = parseScenario(`version: 1\n${text}\n`, '/fleet/load/test.yaml', FLEET);
  const entities = Object.fromEntries(entitiesOf(FLEET));
  const journals = folder ?? (await mkdtemp(join(root, 'run-')));
  const plan = { scenario, origin: url, headers: {}, entities, journals };
  return startLoad(plan, signal ?? new AbortController().signal, { second: onSecond ?? (() => {}), healed: () => {} });
}

describe('a load', () => {
  it('shows the stalls of a server that a closed loop is blind to', async () => {
    // For the first 250 ms of every second it answers nobody.
    const began = performance.now();
    const stalled = (now: number) => Math.max(0, 250 - ((now - began) % 1000));
    await using server = await toy({ delay: stalled });
    await using other = await toy({ delay: stalled });
    const [ours, closed] = await Promise.all([
      run(server, `arrivals: even\nphases: [{ duration: 2s, rate: 100 }]\n${READ}`),
      autocannon({ url: `${other.url}/thing`, connections: 1, duration: 2 }),
    ]);
    // A quarter of all arrivals falls into a stall, and waits for up to 250 ms.
    expect(ours.total.count).toBe(200);
    expect(ours.total.latency.p90).toBeGreaterThan(100);
    expect(ours.total.latency.p99).toBeGreaterThan(220);
    expect(ours.total.latency.p50).toBeLessThan(100);
    // One connection meets two stalls in thousands of requests.
    expect(closed.latency.p99).toBeLessThan(100);
  });

  it.concurrent('counts what waits for a connection from its scheduled time on, and the service time beside', async () => {
    await using server = await toy({ delay: () => 100 });
    const text = `arrivals: even\nconnections: { max: 1 }\nphases: [{ duration: 500ms, rate: 20 }]\n${READ}`;
    const { total } = await run(server, text);
    // Ten answers of 100 ms one after the other take 1 s, and the last one was due after 450 ms.
    expect(total.latency.max).toBeGreaterThan(500);
    expect(total.latency.p50).toBeGreaterThan(200);
    expect(total.service.p50).toBeGreaterThan(90);
  });

  it('sends at the rate asked for, when it is due', async () => {
    await using server = await toy();
    const { total, generator, series } = await run(
      server,
      `arrivals: even\nphases: [{ duration: 1s, rate: 200 }]\n${READ}`,
    );
    expect([total.count, total.errors, total.asked]).toEqual([200, 0, 200]);
    // A machine that is busy otherwise makes it late, which it then says.
    expect(generator.failed === null).toBe(generator.lateness.p99 <= 100);
    expect(series.map(({ asked }) => asked)).toEqual([200]);
    const times = server.asked.map(({ atMs }) => atMs);
    const lasted = (times.at(-1) as number) - (times[0] as number);
    expect(Math.abs(lasted - 995)).toBeLessThan(50 + 2 * generator.lateness.max);
  });

  it.concurrent('drops what goes beyond its bound, and says that it could not keep up', async () => {
    await using server = await toy({ delay: () => 1000 });
    const text = `arrivals: even\nmaxOutstanding: 10\nphases: [{ duration: 500ms, rate: 50 }]\n${READ}`;
    const { generator, total } = await run(server, text);
    expect([total.asked, total.count, generator.dropped]).toEqual([50, 10, 15]);
    expect(generator.failed).toContain('the generator could not keep up: 15 of 25 arrivals (60.0 %) were dropped');
  });

  it.concurrent('judges thresholds, ends where one says so, and keeps an example of each error', async () => {
    await using server = await toy({ refuse: () => 503 });
    const text = `phases: [{ duration: 30s, rate: 50 }]\n${READ}\nthresholds: [{ if: error_rate < 1%, abortOnFail: true }, { if: p99 < 10s }]`;
    const { stopped, thresholds, errors, seconds } = await run(server, text);
    expect(stopped).toBe('threshold');
    expect(seconds).toBeLessThan(15);
    expect(thresholds.map(({ held }) => held)).toEqual([false, true]);
    expect(errors).toEqual([
      {
        action: 'look',
        kind: '503 refused',
        count: expect.any(Number),
        correlationId: expect.stringMatching(/^id-/),
        request: 'GET /thing',
      },
    ]);
  });

  it.concurrent('makes, changes, carries over and removes, also what is under way when it is stopped', async () => {
    await using server = await toy();
    const stop = new AbortController();
    const text = `phases: [{ duration: 60s, rate: 100 }]
actions:
  read: { read: orders.Order }
  create: { create: orders.Order }
  delete: { delete: orders.Order }
  both: { sequence: [{ method: POST, path: /own, body: {}, save: { id: /id } }, { path: '/own/{id}', think: 20ms }] }`;
    const measured = await run(server, text, { signal: stop.signal, onSecond: () => stop.abort() });
    expect(measured.stopped).toBe('interrupted');
    expect(measured.total.errors).toBe(0);
    expect(measured.data.made).toBeGreaterThan(20);
    expect([measured.data.removed, measured.data.left]).toEqual([measured.data.made, []]);
    expect([...server.stored]).toEqual([]);
    expect(server.asked.some(({ method, path }) => method === 'GET' && /^\/own\/\d+$/.test(path))).toBe(true);
    expect(measured.steps.map(({ name }) => name)).toContain('delete / delete');
  });

  it.concurrent('removes what a run that was killed has made, and what it may have made', async () => {
    await using server = await toy();
    const folder = await mkdtemp(join(root, 'killed-'));
    const ask = (key: string) =>
      fetch(`${server.url}/api/v1/orders`, { method: 'POST', headers: { 'idempotency-key': key } });
    const [known] = await Promise.all([ask('a'), ask('b')]);
    const asked = (n: number, key: string) => JSON.stringify({ n, asked: { path: '/api/v1/orders', key, json: {} } });
    const made = JSON.stringify({ n: 0, made: known.headers.get('location') });
    // No process has the highest number that there is.
    await writeFile(
      join(folder, '4194305-killed.jsonl'),
      [asked(0, 'a'), made, asked(1, 'b'), '{"n":2,"as'].join('\n'),
    );
    await run(server, `phases: [{ duration: 100ms, rate: 10 }]\n${READ}`, { folder });
    expect([...server.stored]).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
