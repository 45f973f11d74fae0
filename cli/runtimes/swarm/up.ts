import { mkdirSync } from 'node:fs';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import type { Plan, RunningFleet, UpOptions } from '../contract.ts';
import { withClaim } from '../docker/claim.ts';
import { folderOf } from '../docker/project.ts';
import { settle } from '../docker/settle.ts';
import { runGraph } from '../graph.ts';
import type { UpJobs } from '../jobs.ts';
import { layoutOf } from '../layout.ts';
import { withDependencies } from '../order.ts';
import { swarmExecutor } from './execute.ts';
import { type Manager, requireManager } from './manager.ts';
import { pruneFiles } from './objects.ts';
import { observeSwarm } from './observe.ts';
import { swarmDesired } from './parts.ts';
import { planSwarm } from './plan.ts';
import { swarmProject } from './project.ts';
import { runningSwarm } from './running-fleet.ts';
import { swarmSituation } from './situation.ts';
import { swarmStatus } from './status.ts';
import { undo } from './undo.ts';

/** Tasks are on other hosts: to ask for all of them takes longer. */
const PACE = { everyMs: 250, patienceMs: 20_000 };

/** What `up` would do. */
export async function swarmDryRun(fleet: Fleet, options: UpOptions, jobs: UpJobs): Promise<Plan> {
  const { situation } = await look(await requireManager(), fleet, options, jobs);
  return { steps: planSwarm(situation, options).map(({ title, because, after }) => ({ title, because, after })) };
}

/** Brings a fleet up: makes services that are not there, has those take over what is new that are. */
export async function swarmUp(
  fleet: Fleet,
  options: UpOptions,
  jobs: UpJobs,
  narrator: Narrator,
): Promise<RunningFleet> {
  if (options.watch) throw watchesProcesses();
  const manager = await requireManager();
  const { engine } = manager;
  return withClaim(fleet, async () => {
    const { desired, situation } = await look(manager, fleet, options, jobs);
    if (fleet.infrastructure.monitoring) {
      narrator.warn(
        'Prometheus and Alertmanager are not run on a swarm: aurora export prometheus gives yours what to ask',
      );
    }
    mkdirSync(layoutOf(fleet.root).swarm, { recursive: true });
    const steps = planSwarm(situation, options);
    const begun = new Set<string>();
    try {
      const names = withDependencies(fleet.services, options.services).map(({ name }) => name);
      const settled = () => settle(() => swarmStatus(manager, fleet), fleet, names, narrator, options.signal, PACE);
      await runGraph(steps, swarmExecutor({ manager, desired, options, jobs, narrator, begun, settled }));
      const status = await settled();
      await pruneFiles(engine, folderOf(fleet));
      const joined = situation.found.some(({ kind }) => kind !== 'job');
      return runningSwarm(manager, fleet, status, joined, narrator);
    } catch (error) {
      await undo(engine, begun, situation.network ? undefined : folderOf(fleet), narrator);
      throw options.signal?.aborted
        ? new AuroraError('interrupted', 'Stopped on its way up.', { exit: 'interrupted', cause: error })
        : error;
    }
  });
}

async function look(manager: Manager, fleet: Fleet, options: UpOptions, jobs: UpJobs) {
  const observed = await observeSwarm(manager.engine, fleet);
  const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed, options.isolated));
  const services = withDependencies(fleet.services, options.services);
  return { desired, situation: await swarmSituation(manager, desired, observed, services, jobs) };
}

function watchesProcesses(): AuroraError {
  return new AuroraError('watch_unsupported', 'Only processes are restarted when their code changes.', {
    exit: 'usage',
    details: ['An image would have to be built, and brought to every node, for every change.'],
    next: 'aurora up --watch --runtime process, or aurora up -d after each change',
  });
}
