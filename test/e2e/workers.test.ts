import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processesWith } from '../support/fleet-of-fixtures.ts';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';

let fleet: RealFleet;
beforeAll(async () => {
  fleet = await startRealFleet({ workers: 2 });
}, 300_000);
afterAll(async () => fleet?.[Symbol.asyncDispose]());

const team = async () => {
  const { body } = await fleet.call('GET', '/health/ready', { token: null });
  return body.dependencies.find(({ name }: { name: string }) => name === 'workers');
};

describe('a fleet whose gateway has two workers', () => {
  it('is up once both serve, as one instance', async () => {
    expect(await team()).toMatchObject({ status: 'up', detail: { wanted: 2, listening: 2 } });
    const gateway = fleet.status.services.find(({ name }) => name === 'api-gateway');
    expect(gateway).toMatchObject({ status: 'ready', instances: [{ id: 'aurora-api-gateway-1', restarts: 0 }] });
    expect((await fleet.call('GET', '/api/v1/subjects')).status).toBe(200);
  });

  it('has others after a restart', async () => {
    const before = await fleet.pidOf('api-gateway');
    expect((await fleet.clone.aurora('restart', 'api-gateway')).exitCode).toBe(0);
    expect(await fleet.pidOf('api-gateway')).not.toBe(before);
    expect(await team()).toMatchObject({ status: 'up', detail: { wanted: 2, listening: 2 } });
  });

  it('leaves nothing behind when it goes down', async () => {
    const ofGateway = async () =>
      (await processesWith(fleet.clone.root)).filter((line) => line.includes('api-gateway'));
    expect(await ofGateway()).toHaveLength(3);
    expect((await fleet.clone.aurora('down')).exitCode).toBe(0);
    expect(await ofGateway()).toEqual([]);
  });
});
