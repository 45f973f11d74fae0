import { basename, extname } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Script, ScriptEnd } from '../contract.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { type Job, runJob } from './job.ts';
import { observeContainers } from './observe.ts';
import { projectFor } from './running-project.ts';

/** Runs a script of a service in its image. */
export async function runScript(
  fleet: Fleet,
  service: string,
  script: Script,
  hear?: (line: string) => void,
): Promise<ScriptEnd> {
  const engine = await connectEngine();
  const project = await projectFor(engine, fleet, await observeContainers(engine, fleet));
  const { services } = await desiredOf(fleet, project);
  const spec = services.find(({ part }) => part === service);
  if (!spec) throw new RangeError(`${service} is no service of ${fleet.name}`);
  return runJob(engine, project, spec, { ...scriptJob(script), volumes: spec.volumes }, hear);
}

/** A script as an image has it: `src/seed.ts` is `seed.mjs` there. */
export function scriptJob({ file, variables }: Script): Job {
  const name = basename(file, extname(file));
  return { purpose: name, command: ['node', `${name}.mjs`], environment: variables };
}
