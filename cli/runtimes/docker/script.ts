import { basename, extname } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Script, ScriptEnd } from '../contract.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { runJob } from './job.ts';
import { observeContainers } from './observe.ts';
import { projectFor } from './running-project.ts';

/** Runs a script of a service as its image has it: `src/seed.ts` is `seed.mjs` there. */
export async function runScript(fleet: Fleet, service: string, { file, variables }: Script): Promise<ScriptEnd> {
  const engine = await connectEngine();
  const project = await projectFor(engine, fleet, await observeContainers(engine, fleet), false);
  const { services } = await desiredOf(fleet, project);
  const spec = services.find(({ part }) => part === service);
  if (!spec) throw new RangeError(`${service} is no service of ${fleet.name}`);
  const name = basename(file, extname(file));
  return runJob(engine, project, spec, { purpose: name, command: ['node', `${name}.mjs`], environment: variables });
}
