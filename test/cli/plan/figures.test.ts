import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Second } from '../../../cli/load/result/contract.ts';
import { parseScenario } from '../../../cli/load/scenario/read.ts';
import { planCapacity } from '../../../cli/plan/capacity.ts';
import { VERBS } from '../../../cli/plan/figures/contract.ts';
import { everyAction } from '../../../cli/plan/figures/every-action.ts';
import { measure } from '../../../cli/plan/figures/measure.ts';
import { type Counted, countedIn } from '../../../cli/plan/figures/metrics.ts';
import { readFigures } from '../../../cli/plan/figures/read.ts';
import { CONFIG, fleetOf, GATEWAY, ITEM, ORDER } from '../runtimes/support/fleet.ts';
import { FIGURES } from './support/figures.ts';

const fleet = fleetOf([GATEWAY, CONFIG, ORDER, { ...ITEM, dependsOn: ['config'] }]);

it('what a process has done is in its metrics', () => {
  const metrics = `process_cpu_seconds_total 1.5
process_resident_memory_bytes 100000000
http_request_duration_seconds_count{method="GET",route="/a",status="200"} 3
http_request_duration_seconds_count{method="POST",route="/a",status="201"} 4
database_call_duration_seconds_sum{outcome="answered"} 0.25
database_call_duration_seconds_sum{outcome="failed"} 0.05
events_published_total{outcome="sent"} 5
events_published_total{outcome="unsent"} 9
events_handled_total{consumer="a",outcome="handled"} 6
events_handled_total{consumer="b",outcome="parked"} 9
`;
  expect(countedIn(metrics)).toEqual({
    memoryMb: 100,
    cpuMs: 1500,
    requests: 7,
    databaseMs: 300,
    published: 5,
    handled: 6,
  });
  expect(countedIn('<html>')).toBeUndefined();
});

describe('a measurement', () => {
  /** Services whose counters say what each arrival and each second adds. */
  function machine(perArrival: Readonly<Record<string, Partial<Counted>>>, perSecond: Partial<Counted>) {
    const counts = new Map(
      fleet.services.map(({ name }) => {
        return [name, { memoryMb: 50, cpuMs: 0, requests: 0, databaseMs: 0, published: 0, handled: 0 }] as const;
      }),
    );
    const add = (name: string, what: Partial<Counted>, times: number) => {
      const sum = counts.get(name) as { -readonly [K in keyof Counted]: number };
      for (const [key, value] of Object.entries(what)) sum[key as keyof Counted] += value * times;
    };
    return {
      second(arrivals: number) {
        for (const { name } of fleet.services) add(name, perSecond, 1);
        for (const [name, what] of Object.entries(perArrival)) add(name, what, arrivals);
      },
      count: async () => new Map([...counts].map(([name, counted]) => [name, { ...counted }])),
    };
  }

  it('divides what was done by the arrivals, without what is done in any case, by who had to do it', async () => {
    const text = 'version: 1\nphases: [{ duration: 1s, rate: 1 }]\nactions: { a: { read: order.Thing } }\n';
    const work = {
      gateway: { cpuMs: 0.1, requests: 1 },
      order: { cpuMs: 0.5, databaseMs: 2, requests: 1 },
      item: { handled: 1 },
    };
    const busy = machine(work, { cpuMs: 7 });
    const began: string[] = [];
    const found = await measure({
      services: fleet.services,
      scenario: parseScenario(text, 'test.yaml', fleet),
      rate: 20,
      seconds: 4,
      count: busy.count,
      began: (action) => began.push(action),
      pause: async (ms) => {
        for (let at = 0; at < ms / 1000; at++) busy.second(0);
      },
      async send({ phases }, hear) {
        const all = phases.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
        for (let second = 0; second < all; second++) {
          busy.second(20);
          hear({ second } as Second);
          await Promise.resolve();
        }
      },
    });
    expect(began).toEqual(['nothing', 'a']);
    expect(found).toEqual({
      actions: {
        read: {
          gateway: { requests: 1, cpuMs: 0.1, databaseMs: 0, published: 0, handled: 0 },
          owner: { requests: 1, cpuMs: 0.5, databaseMs: 2, published: 0, handled: 0 },
          neighbours: { requests: 0, cpuMs: 0, databaseMs: 0, published: 0, handled: 1 },
        },
      },
      memoryMb: { gateway: 50, config: 50, domain: 50 },
    });
  });

  it('is none where nothing was answered, or the load ended before its time', async () => {
    const text = 'version: 1\nphases: [{ duration: 1s, rate: 1 }]\nactions: { a: { read: order.Thing } }\n';
    const attempt = (seconds: number) =>
      measure({
        services: fleet.services,
        scenario: parseScenario(text, 'test.yaml', fleet),
        rate: 20,
        seconds: 4,
        count: machine({}, {}).count,
        began: () => undefined,
        pause: async () => undefined,
        async send(_, hear) {
          for (let second = 0; second < seconds; second++) hear({ second } as Second);
        },
      });
    const told = (why: string) => ({ code: 'not_measured', message: expect.stringContaining(why) });
    await expect(attempt(8)).rejects.toMatchObject(told('nothing was answered'));
    await expect(attempt(3)).rejects.toMatchObject(told('ended before its time'));
  });

  it('asks everything of a fleet that has everything, and less of others', () => {
    const actions = parseScenario(everyAction(fleet), 'every action', fleet).actions.map(({ does }) => does.verb);
    expect(actions).toEqual([
      'read',
      'page',
      'create',
      'update',
      'delete',
      'read',
      'page',
      'create',
      'update',
      'delete',
    ]);
  });
});

describe('figures', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurora-figures-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('of Aurora are there for every action, and make a plan', () => {
    const figures = readFigures();
    expect(Object.keys(figures.actions).toSorted()).toEqual([...VERBS].toSorted());
    const mix = [{ verb: 'read', service: 'order', share: 1 }] as const;
    const plan = planCapacity(fleet, { rps: 1_000, mix, busy: 0.6, spare: 1, databaseCores: 16 }, figures);
    expect(plan.totals.cores).toBeGreaterThan(0);
    expect(plan.totals.memoryMb).toBeGreaterThan(0);
  });

  const broken: [string, unknown, string][] = [
    ['no JSON', undefined, 'JSON'],
    ['another version', { ...FIGURES, version: 2 }, '"version": 1'],
    ['nothing', null, '"version": 1'],
    ['no machine', { ...FIGURES, machine: undefined }, '"machine"'],
    ['no date', { ...FIGURES, measuredAt: 5 }, '"measuredAt"'],
    ['no rate', { ...FIGURES, rate: '5' }, '"rate"'],
    ['a memory below zero', { ...FIGURES, memoryMb: { domain: -1 } }, '"memoryMb.domain"'],
    ['no action', { ...FIGURES, actions: {} }, '"actions"'],
    ['an action that nobody knows', { ...FIGURES, actions: { look: FIGURES.actions.read } }, '"actions.look"'],
    [
      'an action without a role',
      { ...FIGURES, actions: { read: { gateway: FIGURES.actions.read?.gateway } } },
      '"actions.read.owner.',
    ],
  ];
  it.each(broken)('are refused with %s', async (_, value, why) => {
    const file = join(folder, 'figures.json');
    await writeFile(file, value === undefined ? '{' : JSON.stringify(value));
    expect(() => readFigures(file)).toThrow(
      expect.objectContaining({ code: 'bad_figures', message: expect.stringContaining(why) }),
    );
  });

  it('that are not there are missed', () => {
    expect(() => readFigures(join(folder, 'none.json'))).toThrow(expect.objectContaining({ code: 'bad_figures' }));
  });
});
