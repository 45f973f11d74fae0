import { connectDatabase } from '../database/index.ts';
import { createLogger, type Logger } from '../logging/index.ts';
import { EnvironmentError, oneOf, readEnvironment, text, url } from '../settings/index.ts';
import { applySeeds } from './apply.ts';
import type { SeedPlan, SeedRows } from './contract.ts';

/** Enough: seeds are created one after another. */
const CONNECTIONS = 1;

/**
 * The seed script of a service, run beside it against its database; the service's relay sends the events.
 * Reads DATABASE_URL, SERVICE_VERSION, SEED_PROFILE (`dev`) and SEED_CHECKSUM, which it records so that `aurora up` can tell
 * seeds that have run from seeds that have changed. Exits 1, having logged why, where the rows could not be created.
 */
export async function runSeeds<S extends SeedRows>(plan: SeedPlan<S>): Promise<void> {
  try {
    const environment = environmentOf(plan);
    const log = createLogger({ service: plan.service, level: 'info', version: environment.version });
    await run(plan, environment, log);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

type SeedEnvironment = ReturnType<typeof environmentOf>;

function environmentOf<S extends SeedRows>({ profiles }: SeedPlan<S>) {
  return readEnvironment(
    {
      databaseUrl: {
        name: 'DATABASE_URL',
        about: 'the database of this service with its login',
        parse: url(['postgres', 'postgresql']),
        secret: true,
      },
      version: { name: 'SERVICE_VERSION', about: 'the version of this service', parse: text, fallback: '0.0.0' },
      profile: {
        name: 'SEED_PROFILE',
        about: 'which rows to create',
        parse: oneOf(Object.keys(profiles)),
        fallback: 'dev',
      },
      checksum: { name: 'SEED_CHECKSUM', about: 'what to record the rows under', parse: text, fallback: undefined },
    },
    process.env,
  );
}

async function run<S extends SeedRows>(
  plan: SeedPlan<S>,
  { databaseUrl, profile, checksum }: SeedEnvironment,
  log: Logger,
): Promise<void> {
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
  } catch (error) {
    log.fatal({ profile, err: error }, 'the rows could not be created');
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
