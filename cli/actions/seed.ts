import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { readMigrations } from '../migrate/state.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { Databases } from '../runtimes/databases.ts';
import { levelsOf } from '../runtimes/order.ts';
import { requireProfile, seedsOf } from '../seed/profiles.ts';
import { runSeeds, type Seeded } from '../seed/run.ts';

export interface SeedWish {
  readonly profile: string;
  /** Also where real users' data is. */
  readonly allowProduction: boolean;
}

/** Creates the rows of a profile that are missing, in the order in which services depend on each other. */
export async function seed(
  fleet: Fleet,
  runtime: Runtime,
  { profile, allowProduction }: SeedWish,
  narrator: Narrator,
): Promise<Seeded[]> {
  if (fleet.environment === 'production' && !allowProduction) throw refusedInProduction(profile);
  await requireProfile(fleet, profile);
  return runtime.withDatabases(fleet, async (databases) => {
    await requireMigrated(fleet, databases);
    const seeded: Seeded[] = [];
    for (const { name } of levelsOf(fleet.services).flat()) {
      const seeds = await seedsOf(fleet, name, profile);
      if (seeds) seeded.push(await runSeeds(fleet, runtime, seeds, narrator));
    }
    return seeded;
  });
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

function refusedInProduction(profile: string): AuroraError {
  return new AuroraError('production', 'This is production: seeds are rows that nobody has asked for there.', {
    exit: 'usage',
    next: `aurora seed --profile ${profile} --allow-production, when you know what they are`,
  });
}
