import type { Service } from '../../config/model.ts';
import type { Databases } from '../databases.ts';
import type { UpJobs } from '../jobs.ts';
import { needsDatabase } from '../needs.ts';
import { filesAt } from './containers/files.ts';
import { hasNetwork } from './containers/network.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { fingerprintOf } from './fingerprint.ts';
import { presentImages } from './images/present.ts';
import { databasesAt, isProvisioned } from './lent-databases.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import type { Situation, Wanted, Work } from './plan.ts';
import { liveColour } from './project.ts';
import { type ContainerSpec, FILES } from './spec.ts';

/** Looks at everything that a plan depends on. */
export async function situationOf(
  engine: Engine,
  desired: Desired,
  services: readonly Service[],
  jobs: UpJobs,
): Promise<Situation> {
  const { fleet, project, server } = desired;
  const [found, network, provisioned, fingerprint] = await Promise.all([
    observeContainers(engine, fleet),
    hasNetwork(engine, project),
    isProvisioned(engine, desired),
    fingerprintOf(fleet),
  ]);
  const specs = specsFor(desired, services);
  const missing = await missingImages(engine, specs);
  const databases = provisioned ? await runningDatabases(desired, found) : null;
  const withDatabase = services.filter(needsDatabase).map(({ name }) => name);
  const migrations = await migrationsIn(desired, withDatabase, databases, jobs);
  return {
    wanted: specs.map((spec): Wanted => {
      const { name, kind, part, image, dependsOn } = spec;
      const colour = kind === 'service' ? liveColour(project, part) : null;
      return { name, kind, part, image, dependsOn, fingerprint: fingerprint(spec), colour };
    }),
    known: new Set(allSpecs(desired).map(({ part }) => part)),
    found,
    outdated: await outdatedParts(engine, specs, found),
    network,
    missing,
    server: withDatabase.length > 0 ? (server?.spec.part ?? null) : null,
    provisioned,
    migrations,
    seeds: await seedsIn(desired, migrations, databases, jobs),
  };
}

/** What ought to run: the services, and all that every one of them stands on. */
export function specsFor(desired: Desired, services: readonly Service[]): readonly ContainerSpec[] {
  const names = new Set(services.map(({ name }) => name));
  return allSpecs(desired).filter(({ kind, part }) => kind !== 'service' || names.has(part));
}

export function allSpecs({ infrastructure, edge, services }: Desired): readonly ContainerSpec[] {
  return [...infrastructure.map(({ spec }) => spec), edge, ...services];
}

/** Those that run, or would run again. */
async function outdatedParts(
  engine: Engine,
  specs: readonly ContainerSpec[],
  found: readonly ObservedContainer[],
): Promise<ReadonlySet<string>> {
  const kept = specs.flatMap(({ part, name, files }) => {
    const container = found.find((each) => each.name === name && ['running', 'exited'].includes(each.state));
    const reloaded = files.filter((file) => file.reloaded);
    return container && reloaded.length > 0 ? [{ part, id: container.id, reloaded }] : [];
  });
  const outdated = await Promise.all(
    kept.map(async ({ part, id, reloaded }) => {
      const there = await filesAt(engine, id, FILES);
      return reloaded.every(({ path, text }) => there.get(path) === text) ? [] : [part];
    }),
  );
  return new Set(outdated.flat());
}

async function missingImages(engine: Engine, specs: readonly ContainerSpec[]): Promise<Situation['missing']> {
  const present = await presentImages(
    engine,
    specs.map(({ image }) => image),
  );
  const missing = specs.filter(({ image }) => !present.has(image));
  const [services, others] = [
    missing.filter(({ kind }) => kind === 'service'),
    missing.filter(({ kind }) => kind !== 'service'),
  ];
  return { services: services.map(({ part }) => part), images: [...new Set(others.map(({ image }) => image))] };
}

/** Null where nobody can be asked: the server does not run, or is only about to answer. */
async function runningDatabases(desired: Desired, found: readonly ObservedContainer[]): Promise<Databases | null> {
  const { server } = desired;
  const container = found.find(({ part, state }) => part === server?.spec.part && state === 'running');
  const port = container?.ports.get(server?.spec.ports[0]?.container ?? 0);
  if (!server || port === undefined) return null;
  return (await server.answers(port).catch(() => false)) ? databasesAt(desired, port) : null;
}

async function migrationsIn(
  { fleet }: Desired,
  services: readonly string[],
  databases: Databases | null,
  jobs: UpJobs,
): Promise<ReadonlyMap<string, Work>> {
  if (!databases) return new Map(services.map((service) => [service, 'unknown']));
  const job = await jobs.migrations(fleet, services, databases);
  return new Map(services.map((service) => [service, job?.services.includes(service) ? 'pending' : 'none']));
}

/** What a database that is behind has had of its rows, nobody can tell. */
async function seedsIn(
  { fleet }: Desired,
  migrations: ReadonlyMap<string, Work>,
  databases: Databases | null,
  jobs: UpJobs,
): Promise<ReadonlyMap<string, Work>> {
  const entries = [...migrations].map(async ([service, work]): Promise<[string, Work]> => {
    if (!databases || work !== 'none') return [service, 'unknown'];
    return [service, (await jobs.seeds(fleet, service, databases)) ? 'pending' : 'none'];
  });
  return new Map(await Promise.all(entries));
}
