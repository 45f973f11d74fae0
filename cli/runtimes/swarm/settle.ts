import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus } from '../contract.ts';
import { notRunning } from '../not-running.ts';
import type { Manager } from './manager.ts';
import { swarmStatus } from './status.ts';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 20_000;

/** Waits until nothing is missing to services that take requests already; what is missing for longer is told, and stops nobody. */
export async function settleSwarm(
  manager: Manager,
  fleet: Fleet,
  names: readonly string[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<FleetStatus> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    signal?.throwIfAborted();
    const status = await swarmStatus(manager, fleet);
    if (!status) throw notRunning(fleet);
    const unready = status.services.filter((service) => names.includes(service.name) && service.status !== 'ready');
    if (unready.length === 0) return status;
    if (Date.now() > deadline) {
      for (const { name, status: health, reason } of unready) narrator.warn(`${name} is ${health}: ${reason}`);
      return status;
    }
    await delay(LOOK_EVERY_MS);
  }
}
