import { expect } from '@jest/globals';
import { Clients, type Met } from './clients.ts';
import type { FleetOnSwarm } from './fleet.ts';

const ASKED = '/api/v1/config/config-service';
const RATE = 25;

/**
 * What clients of the gateway on these hosts meet while something is done; printed as well, also where that fails.
 * @param token of who may read settings
 */
export async function meanwhile(
  fleet: FleetOnSwarm,
  token: string,
  hosts: readonly number[],
  work: () => Promise<unknown>,
): Promise<Met> {
  const urls = await Promise.all(hosts.map((host) => fleet.urlAt(host, 'api-gateway')));
  const clients = new Clients(
    urls.map((url) => url + ASKED),
    token,
    RATE,
  );
  const [outcome] = await Promise.allSettled([work()]);
  const met = await clients.stop();
  process.stdout.write(`${expect.getState().currentTestName}: ${JSON.stringify(met)}\n`);
  if (outcome.status === 'rejected') throw outcome.reason;
  return met;
}
