import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { mark } from '../../timing.ts';
import type { Plan, RunningFleet, UpOptions } from '../contract.ts';
import { runGraph } from '../graph.ts';
import type { UpJobs } from '../jobs.ts';
import { oneOfEach } from '../one-of-each.ts';
import { withDependencies } from '../order.ts';
import { withClaim } from './claim.ts';
import { removeNetworks } from './containers/network.ts';
import { removeContainer, stopContainer } from './containers/remove.ts';
import { type Desired, desiredOf } from './desired.ts';
import { forgetColours } from './edge/forget.ts';
import { connectEngine, type Engine } from './engine.ts';
import { executor } from './execute.ts';
import { observeContainers } from './observe.ts';
import { planUp, type Situation } from './plan.ts';
import { requirePublicPorts } from './public-ports.ts';
import { runningFleet } from './running-fleet.ts';
import { projectFor } from './running-project.ts';
import { settle } from './settle.ts';
import { situationOf } from './situation.ts';
import { statusOfFleet } from './status.ts';

/** What `up` would do. */
export async function dryRun(fleet: Fleet, options: UpOptions, jobs: UpJobs): Promise<Plan> {
  const { situation } = await look(await connectEngine(), fleet, options, jobs);
  return { steps: planUp(situation, options).map(({ title, because, after }) => ({ title, because, after })) };
}

/** Brings a fleet up: creates what is not there, recreates what is not as it should be, starts what has ended. */
export async function up(fleet: Fleet, options: UpOptions, jobs: UpJobs, narrator: Narrator): Promise<RunningFleet> {
  if (options.watch) throw watchesProcesses();
  const engine = await connectEngine();
  return withClaim(fleet, async () => {
    const { desired, situation } = await look(engine, fleet, options, jobs);
    const services = withDependencies(fleet.services, options.services);
    const single = oneOfEach(services, 'docker');
    if (single !== undefined) narrator.info(single);
    // Where nothing is left of a fleet, everything begins in its first colour again, also after a `down` that was killed.
    if (situation.found.length === 0) await forgetColours(engine, fleet);
    const steps = planUp(situation, options);
    mark(`planned ${steps.length} steps`);
    await requirePublicPorts(engine, desired, steps);
    const begun = new Map<string, { id: string; name: string }>();
    try {
      const names = services.map(({ name }) => name);
      const settled = () => settle(() => statusOfFleet(engine, fleet), fleet, names, narrator, options.signal);
      await runGraph(steps, executor({ engine, desired, options, jobs, narrator, begun, settled }));
      const status = await settled();
      mark('up');
      return runningFleet(
        engine,
        fleet,
        status,
        situation.found.some(({ state }) => state === 'running'),
        narrator,
      );
    } catch (error) {
      await undo(engine, desired, situation, begun, error);
      throw options.signal?.aborted ? interrupted(error) : error;
    }
  });
}

async function look(
  engine: Engine,
  fleet: Fleet,
  options: UpOptions,
  jobs: UpJobs,
): Promise<{ desired: Desired; situation: Situation }> {
  const found = await observeContainers(engine, fleet);
  const desired = await desiredOf(fleet, await projectFor(engine, fleet, found, options.isolated));
  mark('knows what is wanted');
  const services = withDependencies(fleet.services, options.services);
  return { desired, situation: await situationOf(engine, desired, services, jobs) };
}

/** Leaves nothing half up: what this `up` added goes again, but for the container that failed, which also stays where it replaced another. */
async function undo(
  engine: Engine,
  { project }: Desired,
  { network }: Situation,
  begun: ReadonlyMap<string, { id: string; name: string }>,
  error: unknown,
): Promise<void> {
  const failed = error instanceof AuroraError ? error.facts.container : undefined;
  const others = [...begun.values()].filter(({ name }) => name !== failed);
  try {
    await Promise.all(others.map((container) => removeContainer(engine, container)));
    // The engine does not start again what was stopped.
    if (typeof failed === 'string') await stopContainer(engine, failed);
    else if (!network) await removeNetworks(engine, project.folder);
  } catch {
    // Where the engine is gone, why `up` failed says more; the next one finds what is left.
  }
}

function interrupted(cause: unknown): AuroraError {
  return new AuroraError('interrupted', 'Stopped on its way up.', { exit: 'interrupted', cause });
}

function watchesProcesses(): AuroraError {
  return new AuroraError('watch_unsupported', 'Only processes are restarted when their code changes.', {
    exit: 'usage',
    details: ['An image would have to be built for every change.'],
    next: 'aurora up --watch --runtime process, or aurora up -d after each change',
  });
}
