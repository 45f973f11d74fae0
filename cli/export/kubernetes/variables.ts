import type { Service } from '../../config/model.ts';
import { FILES } from '../../runtimes/docker/spec.ts';
import { type Cluster, imageOf } from './cluster.ts';
import { type SecretKey, secretsOf } from './secrets.ts';

/** Where the secrets of a pod are mounted. */
export const SECRETS = `${FILES}/secrets`;
/** Of the image. */
export const STATE = '/var/lib/aurora/state';

/** What differs from service to service and from version to version; the rest is in the settings that all read. */
export function variablesOf(cluster: Cluster, service: Service) {
  const { name, port } = service;
  const { tag, version } = imageOf(cluster, name);
  const migration = cluster.migrations.get(name);
  return [
    variable('SERVICE_NAME', name),
    variable('SERVICE_VERSION', version),
    variable('SERVICE_BUILD', tag),
    variable('HOST', '0.0.0.0'),
    variable('PORT', String(port)),
    fromPod('INSTANCE_ID', 'metadata.name'),
    fromPod('POD_IP', 'status.podIP'),
    // Each replica is an instance of its own to the registry, which says whom to call: behind the address of the Service nobody could tell
    // them apart, and a caller's connections would stay with whichever pod they were opened to.
    variable('ADVERTISED_URL', `http://$(POD_IP):${port}`),
    variable('STATE_DIR', STATE),
    ...(migration === undefined ? [] : [variable('EXPECTED_MIGRATION', migration)]),
    ...(service.kind === 'gateway' ? [variable('WORKERS', String(service.workers))] : []),
    ...(service.kind === 'file' && service.storage.driver === 'local' ? [variable('STORAGE_DIR', STORAGE)] : []),
    ...secretsOf(cluster, service).map(secretVariable),
  ];
}

/** Of the image, as well. */
export const STORAGE = '/var/lib/aurora/storage';

export function secretVariable({ secret, key, variable: name, as }: SecretKey) {
  if (as === 'file') return variable(`${name}_FILE`, `${SECRETS}/${key}`);
  const optional = as === 'optional variable';
  return { name, valueFrom: { secretKeyRef: { name: secret, key, ...(optional && { optional }) } } };
}

function variable(name: string, value: string) {
  return { name, value };
}

function fromPod(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}
