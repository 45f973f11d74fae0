import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import type { Plan, RunningFleet, Runtime, UpOptions } from '../runtimes/contract.ts';
import { findRunning, type SelectedRuntime } from '../runtimes/select.ts';
import { tellDrift } from './drift.ts';
import { requireServices } from './running.ts';
import { upJobs } from './up-jobs.ts';

/** Brings the fleet up. Returns when migrations and seeds are done and every service is ready. */
export async function up(
  fleet: Fleet,
  { runtime, because }: SelectedRuntime,
  options: UpOptions,
  narrator: Narrator,
): Promise<RunningFleet> {
  requireServices(fleet, options.services);
  await requireNowhereElse(fleet, runtime);
  narrator.info(`${fleet.name} on the ${runtime.name} runtime: ${because}`);
  await tellDrift(fleet, process.env, narrator);
  return runtime.up(fleet, options, upJobs(runtime), narrator);
}

/** What `up` would do, and why. */
export async function planUp(fleet: Fleet, runtime: Runtime, options: UpOptions): Promise<Plan> {
  requireServices(fleet, options.services);
  return runtime.plan(fleet, options, upJobs(runtime));
}

/** @throws AuroraError `runs_elsewhere` */
async function requireNowhereElse(fleet: Fleet, runtime: Runtime): Promise<void> {
  const running = await findRunning(fleet);
  if (!running || running.runtime.name === runtime.name) return;
  const { name } = running.runtime;
  throw new AuroraError('runs_elsewhere', `The fleet ${fleet.name} runs on the ${name} runtime already.`, {
    exit: 'machine',
    next: `aurora up --runtime ${name}; or, to move it: aurora down && aurora up --runtime ${runtime.name}`,
  });
}
