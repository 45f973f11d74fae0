import { relative, resolve } from 'node:path';
import { shortened } from '../config/database-names.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { exportDrift } from '../export/drift.ts';
import type { ExportChange } from '../export/files.ts';
import { kubernetesFiles } from '../export/kubernetes/plan.ts';
import { allSecrets } from '../export/kubernetes/secrets.ts';
import { exportSecrets } from '../export/secrets.ts';
import { writeExport } from '../export/write.ts';
import { imagesOf } from '../runtimes/docker/images/images.ts';
import { expectedMigration } from '../runtimes/expected-migration.ts';
import { ensureKeys } from '../runtimes/keys.ts';
import { needsDatabase } from '../runtimes/needs.ts';
import { ensureSigningKeys } from '../runtimes/signing-keys.ts';

export interface KubernetesExportWish {
  readonly out: string;
  readonly force: boolean;
  /** Writes nothing. */
  readonly check: boolean;
  /** Absent: `<fleet>-<environment>`. */
  readonly namespace?: string | undefined;
  readonly host?: string | undefined;
  readonly 'ingress-class'?: string | undefined;
  readonly 'ingress-namespace': string;
}

export interface KubernetesExported {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly ExportChange[];
  readonly namespace: string;
  /** Images of services, which nodes have to find. */
  readonly images: readonly string[];
  /** What somebody has to make there: keys by the name of their Secret. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
}

/** Writes the fleet as manifests for Kubernetes, and makes keys that are missing beside the fleet, of which none is written out. */
export async function exportKubernetes(fleet: Fleet, wish: KubernetesExportWish): Promise<KubernetesExported> {
  requireNames(wish);
  const folder = resolve(wish.out);
  const secrets = exportSecrets(fleet);
  const { namespace = shortened(`${fleet.name}-${fleet.environment}`, LABEL).replaceAll('_', '-') } = wish;
  const images = await imagesOf(fleet);
  const cluster = {
    fleet,
    images,
    migrations: expectedMigrations(fleet),
    namespace,
    host: wish.host,
    ingressClass: wish['ingress-class'],
    ingressNamespace: wish['ingress-namespace'],
    secrets: relative(fleet.root, secrets),
  };
  const files = kubernetesFiles(cluster);
  if (!wish.check) await Promise.all([ensureKeys(fleet, secrets), ensureSigningKeys(fleet, secrets)]);
  const keys = Map.groupBy(allSecrets(cluster), ({ secret }) => secret);
  return {
    folder,
    files: wish.check ? await exportDrift(folder, files) : await writeExport(folder, files, wish.force),
    namespace,
    images: images.map(({ tag }) => tag),
    secrets: Object.fromEntries([...keys].map(([name, all]) => [name, all.map(({ key }) => key)])),
  };
}

function expectedMigrations(fleet: Fleet): ReadonlyMap<string, string> {
  const found = fleet.services.filter(needsDatabase).flatMap(({ name }) => {
    const migration = expectedMigration(fleet.root, name);
    return migration === undefined ? [] : [[name, migration] as const];
  });
  return new Map(found);
}

/** The longest part of a name in DNS. */
const LABEL = 63;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function requireNames(wish: KubernetesExportWish): void {
  const wanted = [
    ['namespace', DNS_LABEL],
    ['host', DNS_NAME],
    ['ingress-class', DNS_NAME],
    ['ingress-namespace', DNS_LABEL],
  ] as const;
  for (const [flag, pattern] of wanted) {
    const value = wish[flag];
    if (value === undefined || (pattern.test(value) && value.length <= 253)) continue;
    throw new AuroraError('bad_name', `--${flag} ${JSON.stringify(value)} is no name that Kubernetes takes.`, {
      exit: 'usage',
      details: [
        'Lower-case letters, digits and dashes, a letter or digit at both ends; parts of a host are joined by dots.',
      ],
      next: 'aurora export kubernetes --help',
    });
  }
}
