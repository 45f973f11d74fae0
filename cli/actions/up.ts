import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { Plan, RunningFleet, Runtime, UpOptions } from '../runtimes/contract.ts';
import type { SelectedRuntime } from '../runtimes/select.ts';
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
  narrator.info(`${fleet.name} on the ${runtime.name} runtime: ${because}`);
  await tellDrift(fleet, process.env, narrator);
  return runtime.up(fleet, options, upJobs(runtime), narrator);
}

/** What `up` would do, and why. */
export async function planUp(fleet: Fleet, runtime: Runtime, options: UpOptions): Promise<Plan> {
  requireServices(fleet, options.services);
  return runtime.plan(fleet, options);
}
