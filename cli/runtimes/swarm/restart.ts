import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { withClaim } from '../docker/claim.ts';
import { levelsOf } from '../order.ts';
import { partOf } from './apply.ts';
import { changeService } from './change.ts';
import { type Manager, requireManager } from './manager.ts';
import { bringImages } from './nodes/bring.ts';
import { imagesInUse } from './nodes/local-images.ts';
import { type ObservedService, observeSwarm } from './observe.ts';
import { type SwarmDesired, swarmDesired } from './parts.ts';
import { swarmProject } from './project.ts';
import { isPartReady } from './ready.ts';
import { untilRuns } from './until-runs.ts';

/** Replaces the tasks of services in turns, in the order of their dependencies: the new one serves before the old one ends. */
export async function swarmRestart(fleet: Fleet, names: readonly string[], narrator: Narrator): Promise<void> {
  await withServices(fleet, narrator, async (manager, desired) => {
    const chosen = fleet.services.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const level of levelsOf(chosen)) {
      await Promise.all(
        level.map(({ name }) =>
          narrator.step(`restart ${name}`, ({ note }) =>
            change(manager, desired, name, note, true, ({ spec }) => {
              const template = spec.TaskTemplate ?? {};
              return { ...spec, TaskTemplate: { ...template, ForceUpdate: (template.ForceUpdate ?? 0) + 1 } };
            }),
          ),
        ),
      );
    }
  });
}

/** Lets so many tasks of services run. @throws AuroraError `one_only` */
export async function swarmScale(fleet: Fleet, counts: ReadonlyMap<string, number>, narrator: Narrator): Promise<void> {
  await withServices(fleet, narrator, async (manager, desired) => {
    for (const [name, count] of counts) {
      if (count > 1 && partOf(desired, name, fleet).isPinned) throw oneOnly(name);
    }
    await Promise.all(
      [...counts].map(([name, count]) =>
        narrator.step(`scale ${name} to ${count}`, ({ note }) =>
          change(manager, desired, name, note, false, ({ spec }) => ({
            ...spec,
            Mode: { Replicated: { Replicas: count } },
          })),
        ),
      ),
    );
  });
}

function withServices(
  fleet: Fleet,
  narrator: Narrator,
  work: (manager: Manager, desired: SwarmDesired) => Promise<void>,
): Promise<void> {
  return withClaim(fleet, async () => {
    const manager = await requireManager();
    const observed = await observeSwarm(manager.engine, fleet);
    const desired = await swarmDesired(fleet, await swarmProject(manager, fleet, observed));
    // New tasks may be on any node.
    await bringImages(manager, fleet, await imagesInUse(manager.engine, fleet, observed.services), narrator);
    await work(manager, desired);
  });
}

async function change(
  manager: Manager,
  desired: SwarmDesired,
  name: string,
  note: (text: string) => void,
  replaces: boolean,
  changed: (service: ObservedService) => ObservedService['spec'],
): Promise<void> {
  const { engine } = manager;
  const { fleet } = desired;
  const part = partOf(desired, name, fleet);
  const { services } = await observeSwarm(engine, fleet);
  const service = services.find((each) => each.name === part.spec.name);
  if (!service) throw notThere(name);
  await changeService(engine, service, changed(service));
  await untilRuns(engine, fleet, {
    name: service.name,
    part: name,
    isReady: () => isPartReady(manager, desired, part),
    replaces,
    note,
  });
}

function notThere(name: string): AuroraError {
  return new AuroraError('not_running', `${name} does not run here.`, {
    exit: 'notRunning',
    next: `aurora up -d ${name}`,
  });
}

function oneOnly(name: string): AuroraError {
  return new AuroraError(
    'one_only',
    `${name} keeps its files on the disk of one node, so that there can be one of it.`,
    {
      exit: 'usage',
      next: 'storage: { driver: s3 } in aurora.config.yaml, then: aurora up -d',
      facts: { service: name },
    },
  );
}
