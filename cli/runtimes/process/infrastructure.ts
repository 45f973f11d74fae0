import { readFileSync } from 'node:fs';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { needsBroker, needsDatabase } from '../needs.ts';

/** A database server: our own, or one whose administrator's URL was given. */
export type Server = { readonly kind: 'embedded' } | { readonly kind: 'given'; readonly url: string };

/** What a fleet stands on, on this runtime. */
export interface Infrastructure {
  /** Null: no service has a database. */
  readonly database: Server | null;
  /** A given broker, or queues on a PostgreSQL. Null: no service sends or handles events. */
  readonly broker:
    | { readonly kind: 'given'; readonly url: string }
    | { readonly kind: 'queues'; readonly on: Server }
    | null;
  readonly redisUrl: string | undefined;
}

/** Server URLs from the terminal, each also as `…_FILE`. */
export interface GivenUrls {
  readonly database: string | undefined;
  readonly broker: string | undefined;
  readonly redis: string | undefined;
}

export function givenUrls(env: NodeJS.ProcessEnv): GivenUrls {
  const read = (name: string) => {
    const file = env[`${name}_FILE`];
    return env[name] || (file ? readFileSync(file, 'utf8').trim() : undefined);
  };
  return { database: read('DATABASE_URL'), broker: read('BROKER_URL'), redis: read('REDIS_URL') };
}

const SCHEMES = {
  postgres: ['postgres:', 'postgresql:'],
  mysql: ['mysql:', 'mariadb:'],
  mariadb: ['mysql:', 'mariadb:'],
};

/** @throws AuroraError `database_url_missing`, `database_url_mismatch`, `broker_url_mismatch`, `redis_url_mismatch` */
export function decideInfrastructure(fleet: Fleet, given: GivenUrls): Infrastructure {
  const database = fleet.services.some(needsDatabase) ? databaseServer(fleet, given.database) : null;
  const broker = fleet.services.some(needsBroker) ? brokerOf(database, given.broker) : null;
  if (given.redis !== undefined) requireScheme('REDIS_URL', given.redis, ['redis:', 'rediss:'], 'a Redis server');
  return { database, broker, redisUrl: given.redis };
}

/** What to say where the config asks for a cache that this runtime does not bring; undefined: nothing. */
export function missingCache(fleet: Fleet, infrastructure: readonly { readonly name: string }[]): string | undefined {
  if (fleet.infrastructure.cache.engine === 'none' || infrastructure.some(({ name }) => name === 'cache'))
    return undefined;
  return 'The config asks for Redis, and no REDIS_URL is given: each process keeps limits and answers in its own memory.';
}

/** What to say where the config asks for monitoring, which runs in containers alone; undefined: nothing. */
export function missingMonitoring({ infrastructure }: Fleet): string | undefined {
  if (infrastructure.monitoring === undefined) return undefined;
  return 'Monitoring runs on Docker. For a Prometheus of your own: aurora export prometheus --out monitoring';
}

/** Whether a PostgreSQL of our own has to run. */
export function needsEmbedded({ database, broker }: Infrastructure): boolean {
  return database?.kind === 'embedded' || (broker?.kind === 'queues' && broker.on.kind === 'embedded');
}

function databaseServer(fleet: Fleet, url: string | undefined): Server {
  const { engine } = fleet.infrastructure.database;
  if (url !== undefined) {
    requireScheme('DATABASE_URL', url, SCHEMES[engine], `a ${engine} server, which the config asks for`);
    return { kind: 'given', url };
  }
  if (engine === 'postgres') return { kind: 'embedded' };
  throw new AuroraError(
    'database_url_missing',
    `The process runtime brings PostgreSQL, the config asks for ${engine}.`,
    {
      exit: 'machine',
      details: ['Give the server by its URL, with a login that may make databases and logins.'],
      next: `DATABASE_URL=mysql://root:<password>@127.0.0.1:3306/ aurora up`,
    },
  );
}

function brokerOf(database: Server | null, url: string | undefined): Infrastructure['broker'] {
  if (url !== undefined) {
    requireScheme('BROKER_URL', url, ['amqp:', 'amqps:', ...SCHEMES.postgres], 'a RabbitMQ or PostgreSQL server');
    return { kind: 'given', url };
  }
  const usable = database?.kind === 'given' && SCHEMES.postgres.includes(new URL(database.url).protocol);
  return { kind: 'queues', on: usable ? database : { kind: 'embedded' } };
}

function requireScheme(name: string, url: string, schemes: readonly string[], wanted: string): void {
  if (URL.canParse(url) && schemes.includes(new URL(url).protocol)) return;
  // Without the URL itself: it holds a password.
  throw new AuroraError(`${name.toLowerCase()}_mismatch`, `${name} must be the URL of ${wanted}.`, {
    exit: 'machine',
    next: `${name}=${schemes[0]}//<user>:<password>@<host>:<port>/ aurora up`,
  });
}
