import { readFile } from 'node:fs/promises';
import type { Fleet, Service } from '../../config/model.ts';
import { timeoutChain } from '../../config/timeout-chain.ts';
import { BUCKET_SECRET, type Bucket, keepsInBucket } from '../bucket.ts';
import type { Login } from '../databases/contract.ts';
import { expectedMigration } from '../expected-migration.ts';
import { keyFiles } from '../keys.ts';
import { needsBroker, needsDatabase } from '../needs.ts';
import { observabilityVariables, otlpHeadersOf } from '../observability.ts';
import { signingKeysFile } from '../signing-keys.ts';
import { innerUrl } from './edge/inner.ts';
import type { ServiceImage } from './images/images.ts';
import { serviceLimits } from './infrastructure/limits.ts';
import { brokerUrl } from './infrastructure/rabbitmq.ts';
import { redisUrl } from './infrastructure/redis.ts';
import { containerName, liveContainer, type Project, volumeName } from './project.ts';
import { type ContainerSpec, FILES, type SpecFile } from './spec.ts';

/** Of the user `aurora` in every image of a service. */
const USER = '10001:10001';
const STATE = '/var/lib/aurora/state';
/** Which role a service has, beside its other files. */
export const ROLE = 'role';
const STORAGE = '/var/lib/aurora/storage';

/** What the services of a fleet are given to run with. */
export interface Surroundings {
  readonly fleet: Fleet;
  readonly project: Project;
  /** Folder of the fleet's secrets. */
  readonly secrets: string;
  /** The URL of a service's database with the login that it runs with. */
  readonly databaseUrl: (service: string) => string;
  readonly brokerLogin: (service: string) => Login;
  /** Undefined: the fleet has no cache. */
  readonly cachePassword: string | undefined;
  /** Where files are kept, if not in a volume. */
  readonly bucket: Bucket;
}

/** The container of a service. */
export async function serviceSpec(
  service: Service,
  serviceImage: ServiceImage,
  surroundings: Surroundings,
): Promise<ContainerSpec> {
  const { project } = surroundings;
  const { name, kind } = service;
  const { tag } = serviceImage;
  const files = await filesOf(service, surroundings);
  return {
    name: liveContainer(project, name),
    kind: 'service',
    part: name,
    image: tag,
    user: USER,
    environment: { ...variablesOf(service, serviceImage, surroundings), ...fileVariables(files) },
    files: files.map(({ path, text, secret }) => ({ path, text, secret })),
    volumes: [
      { name: volumeName(project, name, 'state'), target: STATE },
      ...(kind === 'file' && !keepsInBucket(service)
        ? [{ name: volumeName(project, name, 'storage'), target: STORAGE }]
        : []),
    ],
    tmpfs: ['/tmp'],
    ports: [],
    limits: serviceLimits(service),
    dependsOn: [...service.dependsOn, ...infrastructureOf(service, surroundings)],
    stopSeconds: timeoutChain(surroundings.fleet).killMs / 1000,
  };
}

function infrastructureOf(service: Service, { fleet }: Surroundings): readonly string[] {
  return [
    ...(needsDatabase(service) ? [fleet.infrastructure.database.engine] : []),
    ...(needsBroker(service) ? [fleet.infrastructure.broker.engine] : []),
  ];
}

function variablesOf(
  service: Service,
  { tag, version }: ServiceImage,
  { fleet, project, bucket }: Surroundings,
): Record<string, string> {
  const config = fleet.services.find(({ kind }) => kind === 'config');
  const migration = needsDatabase(service) ? expectedMigration(fleet.root, service.name) : undefined;
  const instance = liveContainer(project, service.name);
  return {
    FLEET_NAME: fleet.name,
    SERVICE_NAME: service.name,
    SERVICE_VERSION: version,
    SERVICE_BUILD: tag,
    INSTANCE_ID: instance,
    AURORA_ENV: fleet.environment,
    LOG_LEVEL: fleet.defaults.logLevel,
    ...observabilityVariables(fleet),
    HOST: '0.0.0.0',
    PORT: String(service.port),
    // Of whichever colour is live: a switch moves everybody, those who call from inside as well.
    ADVERTISED_URL: innerUrl(fleet, service),
    STATE_DIR: STATE,
    // There is none until somebody deploys.
    ROLE_FILE: `${FILES}/${ROLE}`,
    DRAIN_TIMEOUT_MS: String(timeoutChain(fleet).stopMs),
    ...(config && { CONFIG_URL: innerUrl(fleet, config) }),
    ...(migration !== undefined && { EXPECTED_MIGRATION: migration }),
    ...(service.kind === 'gateway' && {
      WORKERS: String(service.workers),
      // It stands before every service, and says itself who asks; its address is not known before it runs.
      TRUSTED_PROXIES: containerName(project, 'edge'),
    }),
    ...(service.kind === 'file' && (keepsInBucket(service) ? withoutSecret(bucket) : { STORAGE_DIR: STORAGE })),
  };
}

function withoutSecret({ [BUCKET_SECRET]: _, ...variables }: Bucket): Record<string, string> {
  return variables;
}

/** A file, and the variable that leads a service to it. */
interface NamedFile extends SpecFile {
  readonly variable: string;
}

async function filesOf(service: Service, surroundings: Surroundings): Promise<readonly NamedFile[]> {
  const { fleet, secrets, databaseUrl, brokerLogin, cachePassword, bucket } = surroundings;
  const { name } = service;
  const keys = keyFiles(secrets);
  const headers = otlpHeadersOf(fleet, secrets);
  const secret = (variable: string, path: string, text: string): NamedFile => ({
    variable,
    path: `secrets/${path}`,
    text,
    secret: true,
  });
  const [jwks, signingKey] = await Promise.all([readFile(keys.jwks, 'utf8'), readFile(keys.signingKey(name), 'utf8')]);
  return [
    { variable: 'AUTH_JWKS_FILE', path: 'jwks.json', text: jwks, secret: false },
    secret('AUTH_SIGNING_KEY_FILE', 'signing-key.json', signingKey),
    ...(needsDatabase(service) ? [secret('DATABASE_URL_FILE', 'database.url', databaseUrl(name))] : []),
    ...(needsBroker(service)
      ? [secret('BROKER_URL_FILE', 'broker.url', brokerUrl(fleet.name, brokerLogin(name)))]
      : []),
    ...(cachePassword === undefined ? [] : [secret('REDIS_URL_FILE', 'redis.url', redisUrl(cachePassword))]),
    ...(headers === undefined
      ? []
      : [secret('OTEL_EXPORTER_OTLP_HEADERS_FILE', 'otlp-headers', await readFile(headers, 'utf8'))]),
    ...(service.kind === 'file'
      ? [secret('FILE_SIGNING_KEYS_FILE', 'download-urls.json', await readFile(signingKeysFile(secrets), 'utf8'))]
      : []),
    ...(keepsInBucket(service) && bucket[BUCKET_SECRET] !== undefined
      ? [secret(`${BUCKET_SECRET}_FILE`, 'bucket.key', bucket[BUCKET_SECRET])]
      : []),
  ];
}

function fileVariables(files: readonly NamedFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ variable, path }) => [variable, `${FILES}/${path}`]));
}
