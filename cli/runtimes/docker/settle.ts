import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus } from '../contract.ts';
import { notRunning } from '../not-running.ts';

/** How often to look, and for how long. */
interface Pace {
  readonly everyMs: number;
  readonly patienceMs: number;
}

const PACE: Pace = { everyMs: 50, patienceMs: 15_000 };

/**
 * A service that takes requests may still lack something that it can do without, such as neighbours that are a moment behind it.
 * Waits for that; what is missing for longer is told, and keeps nobody from working.
 */
export async function settle(
  look: () => Promise<FleetStatus | null>,
  fleet: Fleet,
  names: readonly string[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
  pace = PACE,
): Promise<FleetStatus> {
  const deadline = Date.now() + pace.patienceMs;
  for (;;) {
    signal?.throwIfAborted();
    const status = await look();
    // Somebody has removed all of it meanwhile.
    if (!status) throw notRunning(fleet);
    const unready = status.services.filter((service) => names.includes(service.name) && service.status !== 'ready');
    if (unready.length === 0) return status;
    if (Date.now() > deadline) {
      for (const { name, status: health, reason } of unready) narrator.warn(`${name} is ${health}: ${reason}`);
      return status;
    }
    await delay(pace.everyMs);
  }
}
