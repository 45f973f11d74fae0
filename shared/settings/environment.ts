import { randomUUID } from 'node:crypto';
import { LOG_LEVELS, type LogLevel } from '../logging/index.ts';
import { MAX_WORKERS } from './max-workers.ts';
import { otlpHeaders } from './otlp-headers.ts';
import { readEnvironment } from './read-environment.ts';
import { integer, oneOf, share, text, url, type Variable, yesOrNo } from './variables.ts';

/** What URLs of databases begin with. */
export const DATABASE_SCHEMES = ['postgres', 'postgresql', 'mysql', 'mariadb'] as const;

/** What every service reads from its environment, once, at start. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly serviceName: string;
  readonly fleetName: string;
  readonly serviceVersion: string;
  /** What exactly runs: a tag, a digest, a hash of sources; undefined: nobody has said. */
  readonly serviceBuild: string | undefined;
  /** `blue` or `green` where two versions may run side by side. */
  readonly serviceColour: string | undefined;
  /** File that says whether this instance is `live` or `standby`; undefined: it is live for good. */
  readonly roleFile: string | undefined;
  /** URL that says so, in the place of a file. */
  readonly roleUrl: string | undefined;
  /** Unique among the running instances of the service. */
  readonly instanceId: string;
  readonly logLevel: LogLevel;
  /** Share of the requests that are traced, 0 to 1. */
  readonly tracesSample: number;
  /** Whether spans are written into the log; undefined: where no collector takes them. */
  readonly tracesLog: boolean | undefined;
  /** URL of the OpenTelemetry collector, without a signal's path; undefined: there is none. */
  readonly otlpEndpoint: string | undefined;
  /** What it wants in headers, e.g. a token. */
  readonly otlpHeaders: Readonly<Record<string, string>>;
  /** Whether log lines are sent to it as well. */
  readonly logsOtlp: boolean;
  /** The overlay in force, e.g. `development`, `production`. */
  readonly environmentName: string;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  /** Name of the newest migration that this version counts on; undefined: it is not looked for. */
  readonly expectedMigration: string | undefined;
  readonly brokerUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Base URL of config-service; undefined: there is none, settings are the defaults and nothing is registered. */
  readonly configUrl: string | undefined;
  /** Under which others reach this instance; undefined: `http://<host>:<port>`. */
  readonly advertisedUrl: string | undefined;
  /** What all instances that are reached there are together to the registry; undefined: there is one, `instanceId`. */
  readonly advertisedAs: string | undefined;
  /** Folder for last good copies; undefined: none are kept. */
  readonly stateDir: string | undefined;
  /** Text of the fleet's JSON Web Key Set: public keys with the scopes that each may grant. */
  readonly authJwks: string;
  /** Text of this service's private JWK; undefined: it cannot call others. */
  readonly authSigningKey: string | undefined;
  /** Milliseconds that a drain may take before the process ends anyway. */
  readonly drainTimeoutMs: number;
  /** Processes that serve together; 1 where the service can only be one. */
  readonly workers: number;
  /** Values of the variables of the service's own, by their keys. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** What a service says about itself; its definition is one. */
export interface EnvironmentNeeds {
  /** Stands in for SERVICE_NAME. */
  readonly name: string;
  /** Stands in for FLEET_NAME. */
  readonly fleet: string;
  /** Whether it can run as several processes. */
  readonly workers?: boolean;
  /** What it cannot run without. */
  readonly needs: { readonly database: boolean; readonly broker: boolean };
  /** Variables of its own, beside those of every service. */
  readonly variables?: Readonly<Record<string, Variable<unknown>>>;
}

/**
 * Reads and checks the environment of a service.
 * @throws EnvironmentError that names everything missing or wrong at once
 */
export function readServiceEnvironment(needs: EnvironmentNeeds, env: NodeJS.ProcessEnv): Environment {
  const calls = env.CONFIG_URL !== undefined || env.CONFIG_URL_FILE !== undefined;
  const { variables = {} } = needs;
  const values: Omit<Environment, 'own'> & Record<string, unknown> = readEnvironment(
    { ...variables, ...serviceVariables(needs, calls) },
    env,
  );
  return { ...values, own: Object.fromEntries(Object.keys(variables).map((key) => [key, values[key]])) };
}

/**
 * Every variable that a service reads; docs/settings.md lists them.
 * @param calls whether it has others to call, and so needs a key to sign with
 */
export function serviceVariables({ name, fleet, needs, workers }: EnvironmentNeeds, calls: boolean) {
  return {
    port: { name: 'PORT', about: 'the port to listen on', parse: integer(0, 65535) },
    host: { name: 'HOST', about: 'the address to listen on', parse: text, fallback: '127.0.0.1' },
    serviceName: { name: 'SERVICE_NAME', about: 'the name of this service', parse: text, fallback: name },
    fleetName: { name: 'FLEET_NAME', about: 'the name of the fleet', parse: text, fallback: fleet },
    serviceVersion: { name: 'SERVICE_VERSION', about: 'the running version', parse: text, fallback: '0.0.0' },
    serviceColour: {
      ...neededIf(false),
      name: 'SERVICE_COLOUR',
      about: 'which of two versions that run side by side this is, `blue` or `green`: its log lines and metrics say so',
      parse: oneOf(['blue', 'green']),
    },
    roleFile: {
      ...neededIf(false),
      name: 'ROLE_FILE',
      about:
        'the file that says `live` or `standby`, and is followed; without it, or while it is not there, the service is live',
      parse: text,
    },
    roleUrl: {
      ...neededIf(false),
      name: 'ROLE_URL',
      about:
        'the URL that answers `live` or `standby`, and is asked twice a second, in the place of a file; until it has answered once, the service is on standby',
      parse: url(['http']),
    },
    instanceId: {
      name: 'INSTANCE_ID',
      about: 'unique name of this instance',
      parse: text,
      fallback: randomUUID(),
    },
    logLevel: {
      name: 'LOG_LEVEL',
      about: 'from which level on to log',
      parse: oneOf(LOG_LEVELS),
      fallback: 'info',
    },
    tracesSample: {
      name: 'TRACES_SAMPLE',
      about: 'the share of requests to trace',
      parse: share,
      fallback: 0,
    },
    tracesLog: {
      ...neededIf(false),
      name: 'TRACES_LOG',
      about: 'whether spans are written into the log; unless given where no collector takes them',
      parse: yesOrNo,
    },
    otlpEndpoint: {
      ...neededIf(false),
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      about: 'the base URL of the OpenTelemetry collector that takes OTLP over HTTP',
      parse: url(['http', 'https']),
    },
    otlpHeaders: {
      name: 'OTEL_EXPORTER_OTLP_HEADERS',
      about: 'what the collector wants in headers, e.g. Authorization=Bearer%20…',
      parse: otlpHeaders,
      fallback: {},
      secret: true,
    },
    logsOtlp: {
      name: 'LOGS_OTLP',
      about: 'whether log lines are sent to the collector as well',
      parse: yesOrNo,
      fallback: false,
    },
    environmentName: { name: 'AURORA_ENV', about: 'the environment', parse: text, fallback: 'development' },
    databaseUrl: {
      ...neededIf(needs.database),
      name: 'DATABASE_URL',
      about: 'the database of this service with its login, e.g. postgres://user:password@127.0.0.1:5432/name',
      parse: url(DATABASE_SCHEMES),
      secret: true,
    },
    databasePoolSize: {
      name: 'DATABASE_POOL_SIZE',
      about: 'the most connections to the database',
      parse: integer(1, 1000),
      fallback: 10,
    },
    expectedMigration: {
      ...neededIf(false),
      name: 'EXPECTED_MIGRATION',
      about: 'the newest migration that this version counts on, e.g. `0003-add-price`',
      parse: text,
    },
    brokerUrl: {
      ...neededIf(needs.broker),
      name: 'BROKER_URL',
      about: 'the broker of the fleet; its scheme decides: amqp:// is RabbitMQ, postgres:// the embedded queue',
      parse: url(['amqp', 'amqps', 'postgres', 'postgresql']),
      secret: true,
    },
    redisUrl: {
      ...neededIf(false),
      name: 'REDIS_URL',
      about: 'the cache of the fleet',
      parse: url(['redis', 'rediss']),
      secret: true,
    },
    configUrl: {
      ...neededIf(false),
      name: 'CONFIG_URL',
      about: 'the base URL of the config service',
      parse: url(['http', 'https']),
    },
    advertisedUrl: {
      ...neededIf(false),
      name: 'ADVERTISED_URL',
      about: 'the base URL under which others reach this instance',
      parse: url(['http', 'https']),
    },
    advertisedAs: {
      ...neededIf(false),
      name: 'ADVERTISED_AS',
      about: 'where several instances are reached under `ADVERTISED_URL`, the one that they are to the registry',
      parse: text,
    },
    stateDir: { ...neededIf(false), name: 'STATE_DIR', about: 'the folder for last good copies', parse: text },
    authJwks: {
      name: 'AUTH_JWKS',
      about: 'the public keys of the fleet (a JWKS), usually as AUTH_JWKS_FILE',
      parse: text,
      secret: true,
    },
    authSigningKey: {
      ...neededIf(calls),
      name: 'AUTH_SIGNING_KEY',
      about: 'the private key (a JWK) with which this service signs its calls, usually as AUTH_SIGNING_KEY_FILE',
      parse: text,
      secret: true,
    },
    drainTimeoutMs: {
      name: 'DRAIN_TIMEOUT_MS',
      about: 'how long a drain may take',
      parse: integer(0, 600_000),
      fallback: 10_000,
    },
    serviceBuild: {
      ...neededIf(false),
      name: 'SERVICE_BUILD',
      about: 'what exactly runs: a tag, a digest, a hash of sources',
      parse: text,
    },
    workers: {
      name: 'WORKERS',
      about: 'how many processes serve together, where the service can be several',
      parse: workers ? integer(1, MAX_WORKERS) : () => 1,
      fallback: 1,
    },
  } satisfies { [K in keyof Omit<Environment, 'own'>]: Variable<Environment[K]> };
}

/** A variable that is required only where the service stands on what it names. */
function neededIf(needed: boolean): { fallback?: undefined } {
  return needed ? {} : { fallback: undefined };
}
