import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { readMigrations } from '../migrate/state.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { Databases } from '../runtimes/databases.ts';
import { levelsOf } from '../runtimes/order.ts';
import { DEVELOPMENT_PROFILE, requireProfile, seedsOf } from '../seed/profiles.ts';
import { requireRoom } from '../seed/room.ts';
import { profileJob, runSeeds, type Seeded } from '../seed/run.ts';
import { readScale, scaleJob } from '../seed/scale.ts';

export interface SeedWish {
  /** Absent: that of development, unless a scale is wished for. */
  readonly profile?: string | undefined;
  /** `1000` rows of each entity, or `Order=50`; absent: none. */
  readonly scale?: readonly string[] | undefined;
  /** Empties the fleet before. */
  readonly reset?: boolean;
  /** To lose all rows outside development. */
  readonly yes?: boolean;
  /** Also where real users' data is. */
  readonly allowProduction: boolean;
}

/** Creates the rows of a profile, or as many as are wished for, that are missing, in the order in which services depend on each other. */
export async function seed(fleet: Fleet, runtime: Runtime, wish: SeedWish, narrator: Narrator): Promise<Seeded[]> {
  const scale = wish.scale && readScale(fleet, wish.scale);
  const profile = wish.profile ?? (scale ? undefined : DEVELOPMENT_PROFILE);
  if (fleet.environment === 'production' && !wish.allowProduction) throw refusedInProduction(wish);
  if (profile !== undefined) await requireProfile(fleet, profile);
  if (scale) requireRoom(fleet, scale);
  const services = levelsOf(fleet.services)
    .flat()
    .map(({ name }) => name);
  return runtime.withDatabases(fleet, async (databases) => {
    await requireMigrated(fleet, databases);
    if (wish.reset) await resetAll(fleet, runtime, databases, wish, narrator);
    const seeded: Seeded[] = [];
    for (const name of services) {
      const seeds = profile !== undefined && (await seedsOf(fleet, name, profile));
      if (seeds) seeded.push(await runSeeds(fleet, runtime, profileJob(seeds), narrator));
    }
    for (const name of services) {
      const job = scale && scaleJob(fleet, name, scale);
      if (job) seeded.push(await runSeeds(fleet, runtime, job, narrator));
    }
    return seeded;
  });
}

async function resetAll(
  fleet: Fleet,
  runtime: Runtime,
  databases: Databases,
  wish: SeedWish,
  narrator: Narrator,
): Promise<void> {
  if (fleet.environment !== 'development' && !wish.yes) {
    const { requirePermission } = await import('../seed/reset/permission.ts');
    await requirePermission(fleet, databases, commandOf(wish));
  }
  const { resetFleet } = await import('../seed/reset/reset.ts');
  await resetFleet(fleet, runtime, databases, narrator);
}

/** How people ask for the same again. */
function commandOf({ profile, scale = [], reset, yes, allowProduction }: SeedWish): string {
  return [
    'aurora seed',
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...scale.map((each) => `--scale ${each}`),
    ...(reset ? ['--reset'] : []),
    ...(yes ? ['--yes'] : []),
    ...(allowProduction ? ['--allow-production'] : []),
  ].join(' ');
}

async function requireMigrated(fleet: Fleet, databases: Databases): Promise<void> {
  const services = await readMigrations(fleet, databases);
  const pending = services.filter(({ migrations }) => migrations.some(({ state }) => state === 'pending'));
  if (pending.length === 0) return;
  throw new AuroraError('migrations_pending', 'Rows need their tables, and there are pending migrations.', {
    exit: 'failed',
    details: [`In ${pending.map(({ service }) => service).join(', ')}.`],
    next: 'aurora migrate up',
  });
}

function refusedInProduction(wish: SeedWish): AuroraError {
  return new AuroraError('production', 'This is production: seeds are rows that nobody has asked for there.', {
    exit: 'usage',
    next: `${commandOf(wish)} --allow-production, when you know what they are`,
  });
}
