import type { Service } from '../../config/model.ts';
import { keyFiles } from '../../runtimes/keys.ts';
import { needsBroker, needsDatabase } from '../../runtimes/needs.ts';
import { signingKeysFile } from '../../runtimes/signing-keys.ts';
import { type Cluster, keepsFiles } from './cluster.ts';

/** A key of a Secret that somebody else makes: the export knows what it is called, never what is in it. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
  /** The variable that services read it from. */
  readonly variable: string;
  /** For people. */
  readonly is: string;
  /** The file that it is made from: relative to the fleet's folder, or to a folder of one's own where `given`. */
  readonly file: string;
  /** Made outside, not by Aurora. */
  readonly given: boolean;
  /**
   * `file`: mounted, and led to by `<variable>_FILE`. `variable`: in the environment, for a file that the variable names has to be there,
   * and these may be absent.
   */
  readonly as: 'file' | 'variable' | 'optional variable';
}

/** No service has a dot in its name. */
const PUBLIC_KEYS = 'fleet.public-keys';
const CACHE = 'fleet.cache';
const COLLECTOR = 'fleet.collector';
const DOWNLOADS = 'fleet.download-keys';

/** What the pods of a service need. */
export function secretsOf(cluster: Cluster, service: Service): readonly SecretKey[] {
  const { fleet, secrets } = cluster;
  const { name } = service;
  const keys = keyFiles(secrets);
  const made = (secret: string, key: string, variable: string, is: string, file: string): SecretKey => {
    return { secret, key, variable, is, file, given: false, as: 'file' };
  };
  const given = (
    secret: string,
    key: string,
    variable: string,
    is: string,
    as: SecretKey['as'] = 'file',
  ): SecretKey => {
    return { secret, key, variable, is, file: `${secret}/${key}`, given: true, as };
  };
  return [
    made(PUBLIC_KEYS, 'jwks.json', 'AUTH_JWKS', 'the public keys of all services', keys.jwks),
    made(name, 'signing-key.json', 'AUTH_SIGNING_KEY', 'the key it signs its calls with', keys.signingKey(name)),
    ...(needsDatabase(service)
      ? [given(name, 'database.url', 'DATABASE_URL', 'its database, with the login that reads and writes rows')]
      : []),
    ...(needsBroker(service) ? [given(name, 'broker.url', 'BROKER_URL', 'the broker, with its login')] : []),
    ...(fleet.infrastructure.cache.engine === 'redis'
      ? [given(CACHE, 'redis.url', 'REDIS_URL', 'the cache, with its login')]
      : []),
    ...(service.kind === 'file'
      ? [made(DOWNLOADS, 'download-urls.json', 'FILE_SIGNING_KEYS', 'what signs URLs', signingKeysFile(secrets))]
      : []),
    ...(service.kind === 'file' && !keepsFiles(service)
      ? BUCKET.map(([variable, is, as]) => given(`${name}.bucket`, variable, variable, is, as))
      : []),
    ...(fleet.observability.otlp ? [given(COLLECTOR, 'headers', ...HEADERS)] : []),
  ];
}

/** The login that may change the schema: jobs have it, services have not. */
export function ownerUrl({ name }: Service): SecretKey {
  return {
    secret: `${name}.owner`,
    key: 'owner.url',
    variable: 'DATABASE_URL',
    is: 'its database, with the login that owns the tables',
    file: `${name}.owner/owner.url`,
    given: true,
    as: 'file',
  };
}

/** All that the manifests refer to, each once. */
export function allSecrets(cluster: Cluster): readonly SecretKey[] {
  const all = cluster.fleet.services.flatMap((service) => [
    ...secretsOf(cluster, service),
    ...(needsDatabase(service) ? [ownerUrl(service)] : []),
  ]);
  return [...new Map(all.map((each) => [`${each.secret} ${each.key}`, each])).values()];
}

const HEADERS = ['OTEL_EXPORTER_OTLP_HEADERS', 'what the collector wants in headers', 'optional variable'] as const;

const BUCKET = [
  ['S3_BUCKET', 'the bucket', 'variable'],
  ['S3_ENDPOINT', 'the URL of the store; absent: Amazon’s own', 'optional variable'],
  ['S3_REGION', 'the region of the bucket', 'optional variable'],
  ['S3_ACCESS_KEY_ID', 'the login there', 'optional variable'],
  ['S3_SECRET_ACCESS_KEY', 'its password', 'optional variable'],
] as const;
