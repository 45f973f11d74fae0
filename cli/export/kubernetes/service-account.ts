import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

/** A name of its own in the cluster, with no rights there: no service talks to Kubernetes. */
export function serviceAccount(cluster: Cluster, { name }: Service): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(cluster, name),
    automountServiceAccountToken: false,
  };
}
