import { connectDatabase, type Database } from '../database/index.ts';
import { createLogger, type Logger } from '../logging/index.ts';
import type { ServiceBase } from '../references/index.ts';
import {
  DATABASE_SCHEMES,
  EnvironmentError,
  LiveSettings,
  oneOf,
  readEnvironment,
  text,
  url,
} from '../settings/index.ts';
import { applySeeds, profilesOf } from './apply.ts';
import type { SeedPlan, SeedRows } from './contract.ts';
import { ownersOf } from './owners.ts';
import { applyScale } from './scale/apply.ts';
import { scaleIn } from './scale/scale-in.ts';

/** Seeds are created one after another, in a transaction; the rules of a service may look beside it. */
const CONNECTIONS = 2;
/** For an owner that is asked whether what a seed refers to exists: it may have just started. */
const TIMEOUT_MS = 5_000;

/**
 * The seed script of a service, run beside it against its database; the service's relay sends the events.
 * Reads DATABASE_URL, CONFIG_URL and AUTH_SIGNING_KEY (for rows that refer to other services), SERVICE_VERSION, SEED_PROFILE
 * (`dev`) or SEED_SCALE, FLEET_NAME and SEED_CHECKSUM, which it records so that `aurora up` can tell seeds that have run from seeds that have changed.
 * Exits 1 where the rows could not be created, having logged why and, as `code`, the problem that the command met.
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

function environmentOf<S extends SeedRows>(plan: SeedPlan<S>) {
  const { fleet } = plan;
  return readEnvironment(
    {
      databaseUrl: {
        name: 'DATABASE_URL',
        about: 'the database of this service with its login',
        parse: url(DATABASE_SCHEMES),
        secret: true,
      },
      configUrl: {
        name: 'CONFIG_URL',
        about: 'the base URL of the config service',
        parse: url(['http', 'https']),
        fallback: undefined,
      },
      signingKey: {
        name: 'AUTH_SIGNING_KEY',
        about: 'the private key (a JWK) with which this service signs its calls, usually as AUTH_SIGNING_KEY_FILE',
        parse: text,
        secret: true,
        fallback: undefined,
      },
      fleetName: { name: 'FLEET_NAME', about: 'the name of the fleet', parse: text, fallback: fleet },
      version: { name: 'SERVICE_VERSION', about: 'the version of this service', parse: text, fallback: '0.0.0' },
      profile: {
        name: 'SEED_PROFILE',
        about: 'which rows to create',
        parse: oneOf(profilesOf(plan)),
        fallback: 'dev',
      },
      scale: {
        name: 'SEED_SCALE',
        about: 'how many rows each entity of the fleet is to have (JSON), instead of those of a profile',
        parse: scaleIn,
        fallback: undefined,
      },
      checksum: { name: 'SEED_CHECKSUM', about: 'what to record the rows under', parse: text, fallback: undefined },
    },
    process.env,
  );
}

async function run<S extends SeedRows>(
  plan: SeedPlan<S>,
  { databaseUrl, configUrl, signingKey, fleetName, profile, scale, checksum }: SeedEnvironment,
  log: Logger,
): Promise<void> {
  const database = await connectDatabase({ url: databaseUrl, poolSize: CONNECTIONS, log, applicationName: 'seed' });
  const owners = ownersOf({ configUrl, signingKey, fleet: fleetName, timeoutMs: TIMEOUT_MS, log });
  const base: ServiceBase = {
    database,
    settings: new LiveSettings({ initial: { timeoutMs: TIMEOUT_MS }, log }),
    clientOf: owners.clientOf,
    isAway: () => false,
  };
  try {
    const applied = scale ? await applyScale(plan, scale, base, log) : await applySeeds(plan, profile, base, log);
    if (checksum && !scale) await record(database, profile, checksum);
    log.info({ ...(scale ? { scale } : { profile }), ...applied }, 'seeded');
  } catch (error) {
    const { code } = Object((error as Error).cause) as { code?: unknown };
    log.fatal({ ...(scale ? { scale } : { profile }), code, err: error }, 'the rows could not be created');
    process.exitCode = 1;
  } finally {
    await owners.close();
    await database.close();
  }
}

async function record(database: Database, profile: string, checksum: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query({ text: 'DELETE FROM seed_runs WHERE profile = $1' }, [profile]);
    await transaction.query({ text: 'INSERT INTO seed_runs (profile, checksum) VALUES ($1, $2)' }, [profile, checksum]);
  });
}
