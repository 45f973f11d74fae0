import type { Service } from '../../config/model.ts';
import { needsDatabase } from '../../runtimes/needs.ts';
import type { ExportedFile } from '../files.ts';
import { autoscaler } from './autoscaler.ts';
import { type Cluster, keepsFiles } from './cluster.ts';
import { deployment } from './deployment.ts';
import { disruptionBudget } from './disruption-budget.ts';
import { ingress } from './ingress.ts';
import { kustomization } from './kustomization.ts';
import { type Manifest, manifestYaml } from './manifest.ts';
import { migration, type Phase } from './migration.ts';
import { namespace } from './namespace.ts';
import { migrationPolicy, refuseAll, servicePolicy } from './network-policy.ts';
import { readme } from './readme.ts';
import { service } from './service.ts';
import { serviceAccount } from './service-account.ts';
import { settings } from './settings.ts';
import { storage } from './storage.ts';

/** When these may run only somebody knows who sees what else runs. */
const BY_HAND: readonly Phase[] = ['all', 'contract'];

type Named = readonly [path: string, manifest: Manifest];

/** All files of an export for Kubernetes. Reads nothing, and no secret above all: the same config and images give the same files anywhere. */
export function kubernetesFiles(cluster: Cluster): readonly ExportedFile[] {
  const { services } = cluster.fleet;
  const manifests: readonly Named[] = [
    ['namespace.yaml', namespace(cluster)],
    ['settings.yaml', settings(cluster)],
    ['refuse-all.yaml', refuseAll(cluster)],
    ...services.flatMap((each) => ofService(cluster, each)),
  ];
  const migrated = services.filter(needsDatabase);
  const migrations = (phase: Phase) =>
    migrated.map((each): Named => [`${each.name}.yaml`, migration(cluster, each, phase)]);
  return [
    { path: 'README.md', content: readme(cluster) },
    ...written('', cluster, manifests),
    ...(migrated.length > 0 ? BY_HAND.flatMap((phase) => written(`${phase}/`, cluster, migrations(phase))) : []),
  ];
}

function ofService(cluster: Cluster, each: Service): Named[] {
  const { name, kind } = each;
  const makers: readonly (readonly [
    file: string,
    make: (cluster: Cluster, each: Service) => Manifest,
    wanted?: boolean,
  ])[] = [
    ['service-account', serviceAccount],
    ['network-policy', servicePolicy],
    ['migration-policy', migrationPolicy, needsDatabase(each)],
    ['migration', (cluster, each) => migration(cluster, each, 'expand'), needsDatabase(each)],
    ['storage', storage, keepsFiles(each)],
    ['deployment', deployment],
    ['service', service],
    ['autoscaler', autoscaler, !keepsFiles(each)],
    ['disruption-budget', disruptionBudget],
    ['ingress', ingress, kind === 'gateway'],
  ];
  return makers
    .filter(([, , wanted = true]) => wanted)
    .map(([file, make]) => [`services/${name}/${file}.yaml`, make(cluster, each)]);
}

function written(folder: string, { namespace }: Cluster, manifests: readonly Named[]): ExportedFile[] {
  const list = kustomization(
    namespace,
    manifests.map(([path]) => path),
  );
  return [['kustomization.yaml', list] as const, ...manifests].map(([path, manifest]) => ({
    path: `${folder}${path}`,
    content: manifestYaml(manifest),
  }));
}
