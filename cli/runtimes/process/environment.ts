import { join } from 'node:path';
import type { Fleet, Service } from '../../config/model.ts';
import { expectedMigration } from '../expected-migration.ts';
import { type KeyFiles, keyFiles } from '../keys.ts';
import type { Layout } from '../layout.ts';
import { needsBroker, needsDatabase } from '../needs.ts';
import { observabilityVariables, otlpHeadersOf } from '../observability.ts';
import type { Ports } from '../ports/assign.ts';
import { signingKeysFile } from '../signing-keys.ts';
import { databaseFiles } from './databases/wanted.ts';
import type { Infrastructure } from './infrastructure.ts';
import { DRAIN_MS } from './process-group.ts';

/** The name of a service's only instance, as containers are named. */
export function instanceOf(fleet: Fleet, service: string): string {
  return `${fleet.name}-${service}-1`;
}

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** The variables that Aurora gives a service; whatever is secret as the path of a file. */
export function environmentOf(
  fleet: Fleet,
  service: Service,
  version: string,
  ports: Ports,
  infrastructure: Infrastructure,
  layout: Layout,
): Record<string, string> {
  const { name } = service;
  const keys: KeyFiles = keyFiles(layout.secrets);
  const files = databaseFiles(layout.secrets);
  const headers = otlpHeadersOf(fleet, layout.secrets);
  const config = fleet.services.find(({ kind }) => kind === 'config');
  const migration = needsDatabase(service) ? expectedMigration(fleet.root, name) : undefined;
  return {
    FLEET_NAME: fleet.name,
    SERVICE_NAME: name,
    SERVICE_VERSION: version,
    INSTANCE_ID: instanceOf(fleet, name),
    AURORA_ENV: fleet.environment,
    LOG_LEVEL: fleet.defaults.logLevel,
    ...observabilityVariables(fleet),
    ...(headers !== undefined && { OTEL_EXPORTER_OTLP_HEADERS_FILE: headers }),
    HOST: '127.0.0.1',
    PORT: String(ports(name)),
    ADVERTISED_URL: urlOf(ports(name)),
    STATE_DIR: join(layout.state, name),
    DRAIN_TIMEOUT_MS: String(DRAIN_MS),
    AUTH_JWKS_FILE: keys.jwks,
    AUTH_SIGNING_KEY_FILE: keys.signingKey(name),
    // Its own one as well: it registers itself and follows its own settings.
    ...(config && { CONFIG_URL: urlOf(ports(config.name)) }),
    ...(needsDatabase(service) && { DATABASE_URL_FILE: files.user(name) }),
    ...(migration !== undefined && { EXPECTED_MIGRATION: migration }),
    ...(needsBroker(service) && infrastructure.broker && { BROKER_URL_FILE: files.broker }),
    ...(service.kind === 'gateway' && { WORKERS: String(service.workers) }),
    ...(service.kind === 'file' && {
      STORAGE_DIR: join(layout.storage, name),
      FILE_SIGNING_KEYS_FILE: signingKeysFile(layout.secrets),
    }),
    ...(infrastructure.redisUrl !== undefined && { REDIS_URL_FILE: files.redis }),
  };
}
