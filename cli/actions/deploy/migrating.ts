import type { Fleet } from '../../config/model.ts';
import { readMigrations } from '../../migrate/state.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { needsDatabase } from '../../runtimes/needs.ts';
import type { Release, Stage } from '../../runtimes/stage.ts';

/** Those of the releases that have something to apply, or of which the files here do not tell: what another image brings, it knows alone. */
export async function migratingOf(
  { fleet, runtime }: { readonly fleet: Fleet; readonly runtime: Runtime },
  stage: Stage,
  releases: readonly Release[],
): Promise<readonly Release[]> {
  const having = new Set(fleet.services.filter(needsDatabase).map(({ name }) => name));
  const able = releases.filter(({ service }) => having.has(service));
  if (able.length === 0) return [];
  const names = able.map(({ service }) => service);
  const sources = new Map((await stage.releases(names)).map(({ service, image }) => [service, image]));
  const states = await runtime.withDatabases(fleet, (databases) => readMigrations(fleet, databases, names));
  const isDone = (service: string) =>
    states.some((each) => each.service === service && each.migrations.every(({ state }) => state === 'applied'));
  return able.filter(({ service, image }) => sources.get(service) !== image || !isDone(service));
}
