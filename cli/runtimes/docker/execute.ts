import type { Narrator } from '../../narrator.ts';
import type { UpOptions } from '../contract.ts';
import type { Databases } from '../databases.ts';
import type { UpJobs } from '../jobs.ts';
import { requireAllowed } from '../jobs.ts';
import { readiness } from '../readiness.ts';
import { createContainer } from './containers/create.ts';
import { createNetwork } from './containers/network.ts';
import { publishedPort } from './containers/ports.ts';
import { removeContainer } from './containers/remove.ts';
import { untilReady } from './containers/until-ready.ts';
import type { Desired } from './desired.ts';
import { reloadEdge } from './edge/reload.ts';
import type { Engine } from './engine.ts';
import { fingerprintOf } from './fingerprint.ts';
import { buildImages } from './images/build.ts';
import { fetchImage } from './images/fetch.ts';
import { LABELS, type Labels } from './labels.ts';
import { databasesAt, provision } from './lent-databases.ts';
import { migrateInContainer } from './migrate.ts';
import type { Found, UpStep } from './plan.ts';
import { liveColour } from './project.ts';
import { allSpecs } from './situation.ts';
import type { ContainerSpec } from './spec.ts';

export interface Execution {
  readonly engine: Engine;
  readonly desired: Desired;
  readonly options: Pick<UpOptions, 'migrate' | 'signal'>;
  readonly jobs: UpJobs;
  readonly narrator: Narrator;
  /** Containers that were begun and were not there before, to be taken away again if something else fails. */
  readonly begun: Map<string, Pick<Found, 'id' | 'name'>>;
  /** Settles when nothing is missing to the services any more: only then do they hear what others tell. */
  readonly settled: () => Promise<unknown>;
}

/** Carries out the steps of a plan, one at a time or several at once. */
export function executor(execution: Execution): (step: UpStep) => Promise<void> {
  const { engine, desired, options, jobs, narrator } = execution;
  const { fleet, project } = desired;
  let databases: Promise<Databases> | undefined;
  const lend = () => {
    databases ??= serverPort(execution).then((port) => databasesAt(desired, port));
    return databases;
  };

  return async ({ title, action }) => {
    options.signal?.throwIfAborted();
    switch (action.kind) {
      case 'build': {
        const images = desired.images.filter(({ service }) => action.services.includes(service));
        await buildImages(engine, fleet, images, narrator, options.signal);
        return;
      }
      case 'fetch':
        return narrator.step(title, (step) => fetchImage(engine, action.image, step));
      case 'network':
        return createNetwork(engine, project);
      case 'databases':
        return narrator.step(title, async () => provision(engine, desired, await serverPort(execution)));
      case 'remove':
        return narrator.step(title, () => removeContainer(engine, action.container));
      case 'create':
        return narrator.step(title, () => create(execution, specOf(desired, action.part), action.instead));
      case 'start':
        return narrator.step(title, async () => {
          await engine.getContainer(action.container.id).start();
          await ready(execution, specOf(desired, action.part), action.container.id);
        });
      case 'reload':
        return narrator.step(title, () =>
          reloadEdge(engine, action.container.name, specOf(desired, action.part).files),
        );
      case 'migrate': {
        const job = await jobs.migrations(fleet, [action.service], await lend());
        if (!job) return;
        requireAllowed(fleet, job, options.migrate);
        return migrateInContainer(engine, desired, specOf(desired, action.service), narrator);
      }
      case 'seed': {
        const job = await jobs.seeds(fleet, action.service, await lend());
        if (!job) return;
        await execution.settled();
        return job.run(narrator);
      }
    }
  };
}

async function create(execution: Execution, spec: ContainerSpec, instead: Found | undefined): Promise<void> {
  const { engine, desired, begun } = execution;
  if (instead) await removeContainer(engine, instead);
  const labels = await labelsFor(desired, spec);
  const id = await createContainer(engine, desired.project, spec, { labels, restarts: true, aliases: [spec.part] });
  if (!instead) begun.set(spec.name, { id, name: spec.name });
  await engine.getContainer(id).start();
  await ready(execution, spec, id);
}

async function labelsFor({ fleet, project, images }: Desired, spec: ContainerSpec): Promise<Labels> {
  const fingerprint = await fingerprintOf(fleet);
  const image = images.find(({ service }) => service === spec.part);
  return {
    [LABELS.fingerprint]: fingerprint(spec),
    ...(spec.kind === 'service' && {
      [LABELS.colour]: liveColour(project, spec.part),
      [LABELS.version]: image?.version ?? '',
    }),
  };
}

/** Settles when a container does its work: asked by the port at which the engine or the edge publishes it. */
async function ready(execution: Execution, spec: ContainerSpec, id: string): Promise<void> {
  const { engine, options } = execution;
  const { name, part } = spec;
  await untilReady(engine, { id, name, part, isReady: questionFor(execution, spec, id), signal: options.signal });
}

function questionFor({ engine, desired }: Execution, { kind, part, ports }: ContainerSpec, id: string) {
  if (kind === 'service') return async () => (await readiness(desired.ports(part))).accepting;
  // It answers by itself where the service behind it is not there yet.
  if (kind === 'edge') return async () => (await readiness(ports[0]?.host ?? 0)).health !== 'down';
  const server = desired.infrastructure.find(({ spec }) => spec.part === part);
  return async () => server?.answers(await publishedPort(engine, id, ports[0]?.container ?? 0)) ?? false;
}

/** Once it answers: a server that the engine has just started again may still be recovering. */
async function serverPort(execution: Execution): Promise<number> {
  const { engine, desired } = execution;
  const { spec } = desired.server ?? {};
  if (!spec) throw new RangeError('no service has a database');
  await ready(execution, spec, spec.name);
  return publishedPort(engine, spec.name, spec.ports[0]?.container ?? 0);
}

function specOf(desired: Desired, part: string): ContainerSpec {
  const spec = allSpecs(desired).find((each) => each.part === part);
  if (!spec) throw new RangeError(`${part} is not in the plan`);
  return spec;
}
