import { join } from 'node:path';
import { parse } from 'yaml';
import { loadFleet } from '../../../../../cli/config/load.ts';
import type { Fleet, Service } from '../../../../../cli/config/model.ts';
import type { Cluster } from '../../../../../cli/export/kubernetes/cluster.ts';
import { kubernetesFiles } from '../../../../../cli/export/kubernetes/plan.ts';
import { repository } from '../../../../support/aurora.ts';

/** The shop of this repository, and those of test/fleets that have a file. */
const FILES = ['.', ...['store', 'blog', 'bank', 'hr', 'kinds', 'nasty'].map((name) => `test/fleets/${name}`)];

/** Every fleet as it is, and one with all that a config can ask of infrastructure. */
export async function allClusters(): Promise<ReadonlyMap<string, Cluster>> {
  const fleets = await Promise.all(FILES.map((folder) => fleetIn(folder)));
  const named = fleets.map((fleet, at) => [FILES[at] ?? '', clusterOf(fleet)] as const);
  return new Map([
    ...named,
    ['everything', clusterOf(everything(fleets[0] as Fleet), { host: 'school.example.org', ingressClass: 'nginx' })],
  ]);
}

export function fleetIn(folder: string): Promise<Fleet> {
  return loadFleet({ file: join(repository, folder, 'aurora.config.yaml'), environment: 'development' });
}

export function clusterOf(fleet: Fleet, changes: Partial<Cluster> = {}): Cluster {
  const version = '0123456789ab';
  return {
    fleet,
    images: fleet.services.map(({ name }) => ({
      service: name,
      version,
      tag: `registry.example.org/${fleet.name}/${name}:${version}`,
    })),
    migrations: new Map(
      fleet.services.filter(({ kind }) => kind !== 'gateway').map(({ name }) => [name, '0001-begin']),
    ),
    namespace: `${fleet.name}-test`,
    ingressNamespace: 'ingress-nginx',
    secrets: '.aurora/run/secrets',
    ...changes,
  };
}

export function everything(fleet: Fleet): Fleet {
  return {
    ...fleet,
    infrastructure: { ...fleet.infrastructure, cache: { engine: 'redis' } },
    observability: { ...fleet.observability, otlp: { endpoint: 'https://collector.example.org:4318', logs: true } },
    services: fleet.services.map((service): Service => {
      if (service.kind === 'file') return { ...service, storage: { driver: 's3' } };
      if (service.kind !== 'gateway') return service;
      const issuers = [{ jwksUrl: 'https://accounts.example.org/jwks.json' }];
      return { ...service, workers: 4, settings: { ...service.settings, issuers } };
    }),
  };
}

/** As a test reads it: whatever is asked for may be there. */
// biome-ignore lint/suspicious/noExplicitAny: the schemas of Kubernetes say what it is
export type Parsed = Record<string, any>;

export interface Exported {
  readonly files: ReadonlyMap<string, string>;
  readonly manifests: ReadonlyMap<string, Parsed>;
  readonly readme: string;
}

const known = new WeakMap<Cluster, Exported>();

/** A copy, to be broken by whoever wants to. */
export function exported(cluster: Cluster): Exported {
  const found = known.get(cluster) ?? read(cluster);
  known.set(cluster, found);
  return structuredClone(found);
}

function read(cluster: Cluster): Exported {
  const files = new Map(kubernetesFiles(cluster).map(({ path, content }) => [path, content]));
  const manifests = [...files].filter(([path]) => path.endsWith('.yaml'));
  return {
    files,
    manifests: new Map(manifests.map(([path, content]) => [path, parse(content, { version: '1.1' })])),
    readme: files.get('README.md') ?? '',
  };
}
