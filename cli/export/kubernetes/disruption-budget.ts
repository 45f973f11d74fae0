import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf, selectorOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

/** One pod after the other where nodes are drained; a single one may go, or its node could never be. */
export function disruptionBudget(cluster: Cluster, { name }: Service): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(cluster, name),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: selectorOf(cluster, name) },
    },
  };
}
