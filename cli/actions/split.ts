import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { withLock } from '../migrate/lock.ts';
import { readMigrations } from '../migrate/state.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { Databases } from '../runtimes/databases.ts';
import { againstSource } from '../split/check/against-source.ts';
import { type FileStore, openStore } from '../split/files/store.ts';
import { type Mapping, type SplitMapping, serviceOf } from '../split/mapping/contract.ts';
import { type ReadMapping, readMapping } from '../split/mapping/read.ts';
import type { Begun } from '../split/run/context.ts';
import { type Counts, isComplete } from '../split/run/counts.ts';
import { openTargets } from '../split/run/open-targets.ts';
import { runSplit } from '../split/run/run.ts';
import { openSource } from '../split/source/open.ts';
import type { Target } from '../split/target/contract.ts';

export interface SplitWish {
  /** URL of the old database. */
  readonly from: string | undefined;
  /** The folder of the old application's files. */
  readonly files: string | undefined;
  /** Only what goes into these services; empty: all. */
  readonly services: readonly string[];
  readonly dryRun: boolean;
}

export interface Split {
  readonly dryRun: boolean;
  /** Each row of the source is migrated, quarantined or left out by a filter. */
  readonly complete: boolean;
  readonly mappings: readonly Counts[];
  readonly copies: number;
}

/** Takes the old database apart into those of the services, or says what would become of its rows. */
export async function split(fleet: Fleet, runtime: Runtime, wish: SplitWish, narrator: Narrator): Promise<Split> {
  const mapping = readMapping(fleet);
  const isWanted = (each: Mapping) => wish.services.length === 0 || wish.services.includes(serviceOf(each));
  const wanted = mapping.mappings.filter(isWanted);
  requireServices(wish.services, mapping);
  requireFolder(wanted, wish.files);

  return runtime.withDatabases(fleet, async (databases) => {
    const services = [...new Set(mapping.mappings.map(serviceOf))];
    await requireMigrated(fleet, databases, services);
    const stores = await storesOf(fleet, runtime, wanted);
    const urls = services.map((name) => databases.url(name));
    const work = () => run(fleet, databases, { ...wish, mapping, stores, isWanted }, narrator);
    try {
      return await (wish.dryRun ? work() : lockedAll(urls, narrator, work));
    } finally {
      for (const { storage } of stores.values()) storage.close();
    }
  });
}

interface Prepared extends SplitWish {
  readonly mapping: ReadMapping;
  readonly stores: ReadonlyMap<string, FileStore>;
  readonly isWanted: (mapping: Mapping) => boolean;
}

/** The snapshot of the old database begins once nobody else writes what came out of an earlier one. */
async function run(fleet: Fleet, databases: Databases, prepared: Prepared, narrator: Narrator): Promise<Split> {
  const { mapping, stores, isWanted, dryRun: dry } = prepared;
  const services = [...new Set(mapping.mappings.filter(isWanted).map(serviceOf))];
  await using source = closing(await openSource(prepared.from, mapping));
  mapping.refuse([...againstSource(mapping, source.catalog)]);
  if (source.caveat !== null) narrator.warn(source.caveat);
  await using targets = await openTargets(fleet, databases, mapping, { dry, services });
  const how = {
    fleet,
    split: mapping,
    source,
    targets: targets.begun,
    files: stores,
    folder: prepared.files,
    dry,
    isWanted,
  };
  const { counts, copies } = await runSplit(how, narrator);
  const complete = await isAccountedFor(counts, mapping, targets.begun, dry);
  if (complete && !dry) for (const name of services) await targets.begun.get(name)?.target.finish();
  return { dryRun: dry, complete, mappings: counts, copies };
}

/** One run at a time, and no migration meanwhile: the lock of those who migrate, of every database. */
function lockedAll<T>(urls: readonly string[], narrator: Narrator, work: () => Promise<T>): Promise<T> {
  const [first, ...others] = urls.toSorted();
  if (first === undefined) return work();
  return withLock(
    first,
    (holder) => narrator.info(`waiting for ${holder}`),
    () => lockedAll(others, narrator, work),
  );
}

/** Counted by the databases themselves: what was kept aside stands there to the row. */
async function isAccountedFor(
  counts: readonly Counts[],
  { mappings }: SplitMapping,
  begun: ReadonlyMap<string, Begun>,
  dry: boolean,
) {
  if (!counts.every(isComplete)) return false;
  if (dry) return true;
  for (const each of counts) {
    const mapping = mappings.find(({ name }) => name === each.mapping) as Mapping;
    const target = begun.get(serviceOf(mapping))?.target as Target;
    if ((await target.countKept(mapping.name)) !== each.quarantined) return false;
  }
  return true;
}

export async function storesOf(
  fleet: Fleet,
  runtime: Runtime,
  wanted: readonly Mapping[],
): Promise<Map<string, FileStore>> {
  const stores = new Map<string, FileStore>();
  for (const name of new Set(wanted.filter(({ into }) => into.kind === 'files').map(serviceOf))) {
    const service = fleet.services.find((each) => each.name === name);
    if (service?.kind === 'file')
      stores.set(name, await openStore(fleet, service, await runtime.environmentOf(fleet, name)));
  }
  return stores;
}

function closing<T extends { end(): Promise<void> }>(opened: T): T & AsyncDisposable {
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.end() });
}

async function requireMigrated(fleet: Fleet, databases: Databases, services: readonly string[]): Promise<void> {
  const states = await readMigrations(fleet, databases, services);
  const pending = states.filter(({ migrations }) =>
    migrations.some(({ state }) => state === 'pending' || state === 'interrupted'),
  );
  if (pending.length === 0) return;
  throw new AuroraError('migrations_pending', 'Rows need their tables, and there are pending migrations.', {
    exit: 'failed',
    details: [`In ${pending.map(({ service }) => service).join(', ')}.`],
    next: 'aurora migrate up',
  });
}

function requireServices(named: readonly string[], { mappings }: SplitMapping): void {
  const unknown = named.find((service) => !mappings.some((mapping) => serviceOf(mapping) === service));
  if (unknown === undefined) return;
  throw new AuroraError('service_unmapped', `No mapping goes into ${unknown}.`, {
    exit: 'usage',
    details: [`They go into ${[...new Set(mappings.map(serviceOf))].join(', ')}.`],
    next: 'aurora migrate split --dry-run',
  });
}

export function requireFolder(wanted: readonly Mapping[], files: string | undefined): void {
  const needing = wanted.find(({ into, fields }) => into.kind === 'files' && fields.path !== undefined);
  if (!needing || files !== undefined) return;
  throw new AuroraError('split_files_missing', `${needing.name} has paths of files, and no folder was named.`, {
    exit: 'usage',
    next: 'aurora migrate split --files <the folder below which they lie>',
  });
}
