import type { Fleet } from '../../config/model.ts';
import { partOf } from './apply.ts';
import { requireManager } from './manager.ts';
import { observeSwarm } from './observe.ts';
import { swarmDesired } from './parts.ts';
import { swarmProject } from './project.ts';

/** The variables that each task of a service has; the engine puts the task's own name in. */
export async function swarmEnvironment(fleet: Fleet, service: string): Promise<Record<string, string>> {
  const manager = await requireManager();
  const observed = await observeSwarm(manager.engine, fleet);
  const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed));
  return { ...partOf(desired, service, fleet).spec.environment };
}
