import type { Narrator } from '../../narrator.ts';
import type { UpOptions } from '../contract.ts';
import { databasesAt } from '../docker/lent-databases.ts';
import { applyBy } from '../docker/migrate.ts';
import type { UpStep } from '../docker/plan.ts';
import type { UpJobs } from '../jobs.ts';
import { requireAllowed } from '../jobs.ts';
import { applyPart, partOf } from './apply.ts';
import { openServer, provisionSwarm } from './databases.ts';
import { openEdges } from './edge/edges.ts';
import { provideOnSwarm } from './images.ts';
import { removeJob, runSwarmJob } from './job.ts';
import type { Manager } from './manager.ts';
import { createOverlay } from './network.ts';
import { bringImages } from './nodes/bring.ts';
import { imagesHere, imagesInUse } from './nodes/local-images.ts';
import { observeSwarm } from './observe.ts';
import type { Part, SwarmDesired } from './parts.ts';
import { isPartReady } from './ready.ts';
import { untilRuns } from './until-runs.ts';

export interface SwarmExecution {
  readonly manager: Manager;
  readonly desired: SwarmDesired;
  readonly options: Pick<UpOptions, 'migrate' | 'signal'>;
  readonly jobs: UpJobs;
  readonly narrator: Narrator;
  /** Services that were begun and were not there before, to be taken away again if something else fails. */
  readonly begun: Set<string>;
  /** Settles when nothing is missing to the services any more. */
  readonly settled: () => Promise<unknown>;
}

/** Carries out the steps of a plan, one at a time or several at once. */
export function swarmExecutor(execution: SwarmExecution): (step: UpStep) => Promise<void> {
  const { manager, desired, options, jobs, narrator } = execution;
  const { engine } = manager;
  const { fleet, project } = desired;

  return async ({ title, action }) => {
    options.signal?.throwIfAborted();
    switch (action.kind) {
      case 'build': {
        const images = desired.images.filter(({ service }) => action.services.includes(service));
        return provideOnSwarm(engine, fleet, images, narrator, options.signal);
      }
      case 'load': {
        const images = desired.images.filter(({ service }) => action.services.includes(service));
        const { services } = await observeSwarm(engine, fleet);
        const [built, used] = await Promise.all([imagesHere(engine, images), imagesInUse(engine, fleet, services)]);
        return bringImages(manager, fleet, [...built, ...used], narrator, options.signal);
      }
      case 'network':
        return createOverlay(engine, project, fleet.swarm);
      case 'databases':
        return narrator.step(title, async () => {
          await using conduit = await openServer(manager, desired);
          await provisionSwarm(desired, await observeSwarm(engine, fleet), conduit.port);
        });
      case 'remove':
        return narrator.step(title, () => removeJob(engine, action.container.name));
      case 'create':
        return create(execution, title, partOf(desired, action.part, fleet), action.instead === undefined);
      case 'migrate': {
        await using conduit = await openServer(manager, desired);
        const job = await jobs.migrations(fleet, [action.service], databasesAt(desired, conduit.port));
        if (!job) return;
        requireAllowed(fleet, job, options.migrate);
        return migrate(execution, action.service);
      }
      case 'seed': {
        await using conduit = await openServer(manager, desired);
        const job = await jobs.seeds(fleet, action.service, databasesAt(desired, conduit.port));
        if (!job) return;
        await execution.settled();
        return await job.run(narrator);
      }
      default:
        throw new RangeError(`no swarm has anything to ${action.kind}`);
    }
  };
}

function create(
  { manager, desired, narrator, options, begun }: SwarmExecution,
  title: string,
  part: Part,
  isNew: boolean,
) {
  const { name, part: of } = part.spec;
  const { live } = desired.project;
  return narrator.step(title, async ({ note }) => {
    if (isNew) begun.add(name);
    await applyPart(manager, desired, part);
    const isReady = () => isPartReady(manager, desired, part);
    await untilRuns(manager.engine, desired.fleet, { name, part: of, isReady, signal: options.signal, note });
    // Edges begin with the first colours, whatever there is of the services that somebody has left without them.
    if (isNew && part.spec.kind === 'edge' && live.size > 0) {
      await using edges = await openEdges(manager, desired.fleet);
      await edges.set({ live });
    }
  });
}

function migrate({ manager, desired, narrator }: SwarmExecution, service: string): Promise<void> {
  const { spec } = partOf(desired, service, desired.fleet);
  return narrator.step(`migrate ${service}`, async (step) => {
    const run = (job: Parameters<typeof runSwarmJob>[3], hear: (line: string) => void) =>
      runSwarmJob(manager.engine, desired, spec, job, hear);
    const migrations = await applyBy(run, desired, spec, step);
    step.note(migrations.join(', ') || 'up to date');
  });
}
