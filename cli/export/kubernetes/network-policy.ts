import type { Service } from '../../config/model.ts';
import { needsBroker, needsDatabase } from '../../runtimes/needs.ts';
import { callsOf } from './calls.ts';
import { type Cluster, keepsFiles } from './cluster.ts';
import { metadataOf, selectorOf } from './labels.ts';
import type { Manifest, Metadata } from './manifest.ts';

const DATABASE_PORTS = { postgres: [5432], mysql: [3306], mariadb: [3306] } as const;
/** Plain and with TLS. */
const BROKER_PORTS = [5672, 5671];
const CACHE_PORTS = [6379];
const HTTPS = 443;

/** What is not allowed by another policy is refused, of pods that nobody thought of as well. */
export function refuseAll({ namespace }: Cluster): Manifest {
  return policy({ name: 'fleet.refuse-all', namespace }, {}, [], []);
}

/** The calls that the config declares, and what the service stands on. */
export function servicePolicy(cluster: Cluster, service: Service): Manifest {
  const { name, port, kind } = service;
  const { callersOf, calledBy } = callsOf(cluster.fleet);
  const peer = (each: Service) => ({ podSelector: { matchLabels: selectorOf(cluster, each.name) } });
  const callers = [
    ...callersOf(name).map(peer),
    ...(kind === 'gateway' ? [inNamespace(cluster.ingressNamespace)] : []),
  ];
  return policy(
    metadataOf(cluster, name),
    selectorOf(cluster, name),
    callers.length > 0 ? [{ from: callers, ports: tcp([port]) }] : [],
    [
      NAMES,
      ...calledBy(name).map((called) => ({ to: [peer(called)], ports: tcp([called.port]) })),
      ...outside(cluster, service),
    ],
  );
}

/** A job of migrations reaches its database. */
export function migrationPolicy(cluster: Cluster, { name }: Service): Manifest {
  const { engine } = cluster.fleet.infrastructure.database;
  return policy(
    metadataOf(cluster, name, `${name}.migration`),
    selectorOf(cluster, name, 'migration'),
    [],
    [NAMES, { ports: tcp(DATABASE_PORTS[engine]) }],
  );
}

/** Where they are only their URLs say, which are secret: any address, at the ports that they usually have. */
function outside({ fleet }: Cluster, service: Service) {
  const { database, cache } = fleet.infrastructure;
  const { otlp } = fleet.observability;
  const ports = [
    ...(needsDatabase(service) ? DATABASE_PORTS[database.engine] : []),
    ...(needsBroker(service) ? BROKER_PORTS : []),
    ...(cache.engine === 'redis' ? CACHE_PORTS : []),
    ...(otlp ? [portOf(otlp.endpoint)] : []),
    ...(service.kind === 'file' && !keepsFiles(service) ? [HTTPS] : []),
    ...(service.kind === 'gateway' ? issuerPorts(service.settings) : []),
  ];
  return [...new Set(ports)].map((port) => ({ ports: tcp([port]) }));
}

/** Whose keys the gateway fetches. */
function issuerPorts({ issuers = [] }: { readonly issuers?: unknown }): number[] {
  return (issuers as readonly { readonly jwksUrl: string }[]).map(({ jwksUrl }) => portOf(jwksUrl));
}

function portOf(text: string): number {
  const { port, protocol } = new URL(text);
  return Number(port) || (protocol === 'https:' ? HTTPS : 80);
}

/** The cluster's own DNS, and the cache of it that nodes may have at an address of its own. */
const NAMES = {
  to: [
    { ...inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
    { ipBlock: { cidr: '169.254.20.10/32' } },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

function inNamespace(name: string) {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

function tcp(ports: readonly number[]) {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}

function policy(
  metadata: Metadata,
  matchLabels: Readonly<Record<string, string>>,
  ingress: readonly object[],
  egress: readonly object[],
): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector: { matchLabels }, policyTypes: ['Ingress', 'Egress'], ingress, egress },
  };
}
