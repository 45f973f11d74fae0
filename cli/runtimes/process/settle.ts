import { setTimeout as delay } from 'node:timers/promises';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus } from '../contract.ts';
import type { Control } from './control/client.ts';

const LOOK_EVERY_MS = 25;
const PATIENCE_MS = 10_000;

/**
 * A service that takes requests may still lack something that it can do without, such as neighbours that are a moment behind it.
 * Waits for that; what is missing for longer is told, and keeps nobody from working.
 */
export async function settle(control: Control, names: readonly string[], narrator: Narrator): Promise<FleetStatus> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await control.ask('GET /status');
    const unready = status.services.filter((service) => names.includes(service.name) && service.status !== 'ready');
    if (unready.length === 0) return status;
    if (Date.now() > deadline) {
      for (const { name, status: health, reason } of unready) narrator.warn(`${name} is ${health}: ${reason}`);
      return status;
    }
    await delay(LOOK_EVERY_MS);
  }
}
