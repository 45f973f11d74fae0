import type { Fleet } from '../../config/model.ts';
import type { Script, ScriptEnd } from '../contract.ts';
import { scriptJob } from '../docker/script.ts';
import { partOf } from './apply.ts';
import { runSwarmJob } from './job.ts';
import { requireManager } from './manager.ts';
import { observeSwarm } from './observe.ts';
import { swarmDesired } from './parts.ts';
import { swarmProject } from './project.ts';

/** Runs a script of a service in its image, on whatever node has room. */
export async function runSwarmScript(
  fleet: Fleet,
  service: string,
  script: Script,
  hear?: (line: string) => void,
): Promise<ScriptEnd> {
  const manager = await requireManager();
  const observed = await observeSwarm(manager.engine, fleet);
  const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed));
  return runSwarmJob(manager.engine, desired, partOf(desired, service, fleet).spec, scriptJob(script), hear);
}
