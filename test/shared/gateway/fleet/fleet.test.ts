import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { InstanceReport, KnownInstance, Status } from '../../../../shared/gateway/fleet/contract.ts';
import { Fleet } from '../../../../shared/gateway/fleet/fleet.ts';

describe('the fleet as the gateway sees it', () => {
  let now: number;
  let statuses: Record<string, Status>;
  const ask = jest.fn(async ({ id }: KnownInstance): Promise<InstanceReport> => {
    return { status: statuses[id ?? ''] ?? 'down', version: '2', dependencies: [] };
  });
  let fleet: Fleet;
  beforeEach(() => {
    now = Date.UTC(2030, 0);
    ask.mockClear();
    statuses = { 'a-1': 'ready', 'b-1': 'ready' };
    const instances = (service: string): KnownInstance[] =>
      Object.keys(statuses)
        .filter((id) => id.startsWith(service))
        .map((id) => ({ id, url: `http://user:s3cret@${id}:80/base?key=s3cret`, version: '1', colour: null }));
    fleet = new Fleet({ services: () => ['a', 'b'], instances, ask, clock: () => now });
  });

  /** When what was seen before is not good enough any more. */
  const later = () => {
    now += 2_000;
    return fleet.view();
  };

  it('names each instance with what it says of itself, and nothing of its URL but the address', async () => {
    const view = await fleet.view();
    expect(view).toEqual({
      status: 'ready',
      at: '2030-01-01T00:00:00.000Z',
      services: ['a', 'b'].map((name) => ({
        name,
        status: 'ready',
        instances: [
          {
            id: `${name}-1`,
            address: `${name}-1`,
            colour: null,
            version: '2',
            status: 'ready',
            since: '2030-01-01T00:00:00.000Z',
            latencyMs: expect.any(Number),
            dependencies: [],
          },
        ],
      })),
    });
    expect(JSON.stringify(view)).not.toContain('s3cret');
  });

  it.each<[string, Record<string, Status>, Status, Status]>([
    ['all are', { 'a-1': 'ready', 'a-2': 'ready', 'b-1': 'ready' }, 'ready', 'ready'],
    ['one of two is down', { 'a-1': 'ready', 'a-2': 'down', 'b-1': 'ready' }, 'degraded', 'degraded'],
    ['one makes room for another', { 'a-1': 'draining', 'a-2': 'ready', 'b-1': 'ready' }, 'ready', 'ready'],
    ['its only one has only begun', { 'a-1': 'starting', 'b-1': 'ready' }, 'starting', 'degraded'],
    ['it has none', { 'b-1': 'ready' }, 'down', 'degraded'],
    ['nothing answers', { 'a-1': 'down', 'b-1': 'down' }, 'down', 'down'],
  ])('says how a service and the whole are where %s', async (_, given, service, whole) => {
    statuses = given;
    const view = await fleet.view();
    expect([view.services[0]?.status, view.status]).toEqual([service, whole]);
  });

  it('says since when, and forgets who has gone', async () => {
    const sinceOf = async () => (await later()).services[0]?.instances[0]?.since;
    const first = await sinceOf();
    expect(await sinceOf()).toBe(first);
    statuses['a-1'] = 'down';
    expect(await sinceOf()).toBe(new Date(now).toISOString());
    delete statuses['a-1'];
    await later();
    statuses['a-1'] = 'down';
    expect(await sinceOf()).toBe(new Date(now).toISOString());
  });

  it('asks each once for all who look within two seconds', async () => {
    await Promise.all(Array.from({ length: 50 }, () => fleet.view()));
    now += 1_999;
    await fleet.view();
    expect(ask).toHaveBeenCalledTimes(2);
    await later();
    expect(ask).toHaveBeenCalledTimes(4);
  });
});
