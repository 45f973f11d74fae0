import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus } from '../contract.ts';
import { notRunning } from '../not-running.ts';
import type { Engine } from './engine.ts';
import { statusOfFleet } from './status.ts';

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 15_000;

/**
 * A service that takes requests may still lack something that it can do without, such as neighbours that are a moment behind it.
 * Waits for that; what is missing for longer is told, and keeps nobody from working.
 */
export async function settle(
  engine: Engine,
  fleet: Fleet,
  names: readonly string[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<FleetStatus> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    signal?.throwIfAborted();
    const status = await statusOfFleet(engine, fleet);
    // Somebody has removed all of it meanwhile.
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
