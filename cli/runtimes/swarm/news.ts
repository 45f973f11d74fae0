import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { isLost } from '../docker/engine.ts';
import { requireManager } from './manager.ts';
import { observeSwarm } from './observe.ts';

/** A swarm tells of services, not of their tasks: they are looked at. */
const LOOK_EVERY_MS = 1_000;

/** Calls whenever a task of the fleet, or a node of its swarm, is in another state than before. */
export async function swarmNews(fleet: Fleet, tell: () => void, signal: AbortSignal): Promise<void> {
  const { engine } = await requireManager();
  let before: string | undefined;
  while (!signal.aborted) {
    try {
      const { services, nodes } = await observeSwarm(engine, fleet);
      const now = JSON.stringify([nodes, services.map(({ name, index, tasks }) => [name, index, tasks])]);
      if (before !== undefined && now !== before) tell();
      if (services.length === 0) return;
      before = now;
    } catch (error) {
      if (isLost(error)) return;
      throw error;
    }
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
