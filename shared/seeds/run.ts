import { connectDatabase } from '../database/index.ts';
import { createLogger } from '../logging/index.ts';
import { EnvironmentError, readEnvironment, text, url } from '../settings/index.ts';
import { applySeeds } from './apply.ts';
import type { SeedPlan, SeedRows } from './contract.ts';

/** Enough: seeds are created one after another. */
const CONNECTIONS = 1;

/**
 * The seed job of a service, run beside it against its database; its relay sends the events.
 * Reads DATABASE_URL, SEED_PROFILE (`dev`) and SEED_CHECKSUM, which it records so that `aurora up` can tell
 * seeds that have run from seeds that have changed.
 */
export async function runSeeds<S extends SeedRows>(plan: SeedPlan<S>): Promise<void> {
  try {
    await run(plan);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function run<S extends SeedRows>(plan: SeedPlan<S>): Promise<void> {
  const { databaseUrl, profile, checksum } = readEnvironment(
    {
      databaseUrl: {
        name: 'DATABASE_URL',
        about: 'the database of this service with its login',
        parse: url(['postgres', 'postgresql']),
        secret: true,
      },
      profile: { name: 'SEED_PROFILE', about: 'which rows to create', parse: text, fallback: 'dev' },
      checksum: { name: 'SEED_CHECKSUM', about: 'what to record the rows under', parse: text, fallback: undefined },
    },
    process.env,
  );
  const log = createLogger({ service: plan.service, level: 'info', version: 'seed' });
  const database = connectDatabase({ url: databaseUrl, poolSize: CONNECTIONS, log, applicationName: 'seed' });
  try {
    const applied = await applySeeds(plan, profile, database, log);
    if (checksum) {
      await database.query(
        {
          text: `INSERT INTO seed_runs (profile, checksum) VALUES ($1, $2)
                 ON CONFLICT (profile) DO UPDATE SET checksum = excluded.checksum, applied_at = now()`,
        },
        [profile, checksum],
      );
    }
    log.info({ profile, ...applied }, 'seeded');
  } finally {
    await database.close();
  }
}
