import { describe, expect, it } from '@jest/globals';
import type { Service } from '../../../cli/config/model.ts';
import { planCapacity } from '../../../cli/plan/capacity.ts';
import type { Wish } from '../../../cli/plan/contract.ts';
import type { Figures } from '../../../cli/plan/figures/contract.ts';
import { linesOf } from '../../../cli/plan/lines.ts';
import { CONFIG, FILES, fleetOf, GATEWAY, ITEM, ORDER } from '../runtimes/support/fleet.ts';
import { FIGURES } from './support/figures.ts';

const MIX = [
  { verb: 'read', service: 'order', share: 0.9 },
  { verb: 'create', service: 'order', share: 0.1 },
] as const;
const WISH: Wish = { rps: 10_000, mix: MIX, busy: 0.5, spare: 1, databaseCores: 16 };
const find = <T extends { name: string }>(all: readonly T[], name: string) => all.find((each) => each.name === name);

describe('a plan of 10,000 arrivals a second, of which one in ten creates', () => {
  const plan = planCapacity(fleetOf(), WISH, FIGURES);

  it('has as many replicas as there is work for, and one to spare', () => {
    // 10,000 × (0.9 × 0.1 ms + 0.1 × 0.2 ms) = 1.1 processors, half of each: 2.2.
    expect(find(plan.services, 'gateway')).toMatchObject({ replicas: 4, because: 'processor', memoryMb: 800 });
    // 10,000 × (0.9 × 0.4 ms + 0.1 × 1 ms) = 4.6 processors: 9.2. Connections: 0.9 × 0.5 ms + 0.1 × 4 ms make 8.5 at work.
    expect(find(plan.services, 'order')).toMatchObject({
      replicas: 11,
      because: 'processor',
      databaseConnections: { most: 110 },
      published: 1_000,
    });
    expect(find(plan.services, 'order')?.cores).toBeCloseTo(4.6);
    expect(find(plan.services, 'order')?.databaseConnections.atWork).toBeCloseTo(8.5);
    // It hears of each of the 1,000 orders: 0.3 processors.
    expect(find(plan.services, 'item')).toMatchObject({ replicas: 2, because: 'one is enough', handled: 1_000 });
    expect(find(plan.services, 'config')).toMatchObject({ replicas: 2, enoughFor: null });
  });

  it('adds up', () => {
    expect(plan.totals).toMatchObject({
      replicas: 19,
      memoryMb: 800 + 3_300 + 600 + 200,
      databaseConnections: 150,
      brokerConnections: 15,
      cacheConnections: 0,
    });
    expect(plan.totals.cores).toBeCloseTo(1.1 + 4.6 + 0.3);
    expect(plan.totals.databaseCores).toBeCloseTo(9.5);
  });

  it('says what gives first as the config is, and what more replicas do not lift', () => {
    expect(plan.first?.service).toBe('order');
    expect(plan.first?.at).toBeCloseTo(10_000 / 9.2);
    expect(plan.limits.map(({ what, at }) => [what, Math.round(at)])).toEqual([
      ['processors of the database server', 16_842],
      ['connections to the database server', 33_333],
      ['relay of order', 180_000],
      ['events through the broker', 340_000],
    ]);
  });

  it('is told to people', () => {
    const lines = linesOf({ ...plan, figures: FIGURES }).map((line) => line.replace(/ {2,}/g, ' | '));
    expect(lines).toEqual(
      expect.arrayContaining([
        '10,000 arrivals a second: 90 % read order, 10 % create order',
        'each replica at most 50 % busy, and 1 of each to spare',
        'order | 11 | 1 | processor | 10,000 | 4.6 | 3,300 MB | 110 (8.5) | 1,087/s',
        'as the config is, order is the first to give: at 1,087 a second',
      ]),
    );
    const beyond = planCapacity(fleetOf(), { ...WISH, databaseCores: 4 }, FIGURES);
    expect(linesOf({ ...beyond, figures: FIGURES }).join('\n')).toContain('! processors of the database server');
  });
});

describe('a plan', () => {
  it('counts the replicas and workers that the config has', () => {
    const services: Service[] = [
      { ...GATEWAY, workers: 2, replicas: 2 } as Service,
      CONFIG,
      { ...ORDER, replicas: 3 },
      ITEM,
    ];
    const { services: planned } = planCapacity(fleetOf(services), WISH, FIGURES);
    // 1.1 processors, half of two workers each: 1.1 replicas.
    expect(find(planned, 'gateway')).toMatchObject({ replicas: 3, configured: 2, memoryMb: 3 * 2 * 200 });
    expect(find(planned, 'gateway')?.enoughFor).toBeCloseTo((10_000 * 2) / 1.1);
    expect(find(planned, 'order')?.enoughFor).toBeCloseTo((10_000 * 3) / 9.2);
  });

  it('has more replicas where their pools are what is full', () => {
    const { read, create } = FIGURES.actions as Required<Figures['actions']>;
    const slow = { ...read, owner: { ...read.owner, databaseMs: 20 } };
    const mix = [{ verb: 'read', service: 'order', share: 1 }] as const;
    const plan = planCapacity(fleetOf(), { ...WISH, rps: 1_000, mix }, { ...FIGURES, actions: { read: slow, create } });
    // 1,000 × 20 ms: 20 connections at work, 5 of each pool of 10.
    expect(find(plan.services, 'order')).toMatchObject({ replicas: 5, because: 'pool' });
  });

  it('has one replica of what keeps files in a folder, and says until when that does', () => {
    const fleet = fleetOf([GATEWAY, CONFIG, FILES]);
    const mix = [{ verb: 'upload', service: 'media', share: 1 }] as const;
    const plan = planCapacity(fleet, { ...WISH, rps: 1_000, mix }, FIGURES);
    expect(find(plan.services, 'media')).toMatchObject({ replicas: 1, because: 'files in a folder' });
    // 2 ms each, half of one processor.
    expect(plan.limits[0]).toMatchObject({
      what: 'the one replica of media',
      at: 250,
      lift: 'storage: { driver: s3 }',
    });
    const inBucket = { ...FILES, storage: { driver: 's3' } } as const;
    const lifted = planCapacity(fleetOf([GATEWAY, CONFIG, inBucket]), { ...WISH, rps: 1_000, mix }, FIGURES);
    expect(find(lifted.services, 'media')).toMatchObject({ replicas: 5, because: 'processor' });
  });

  it('has more of config-service once there are more instances than one can hold the requests of', () => {
    const { services } = planCapacity(fleetOf(), { ...WISH, rps: 1_000_000, spare: 0 }, FIGURES);
    // 220 gateways, 920 of order, 60 of item: 1,200 instances with two requests each, 2,000 held by one.
    expect(services.map(({ name, replicas }) => [name, replicas])).toEqual([
      ['gateway', 220],
      ['config', 2],
      ['order', 920],
      ['item', 60],
    ]);
  });

  it('counts connections to the cache where there is one', () => {
    const { infrastructure } = fleetOf();
    const fleet = fleetOf(undefined, { infrastructure: { ...infrastructure, cache: { engine: 'redis' } } });
    expect(planCapacity(fleet, WISH, FIGURES).totals.cacheConnections).toBe(4);
  });

  it('needs figures of all that it is made of', () => {
    const mix = [{ verb: 'delete', service: 'order', share: 1 }] as const;
    expect(() => planCapacity(fleetOf(), { ...WISH, mix }, FIGURES)).toThrow(
      expect.objectContaining({ code: 'unmeasured_action', details: ['They have some for read, create, upload.'] }),
    );
  });
});
