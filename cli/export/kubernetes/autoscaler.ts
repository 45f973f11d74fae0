import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

/** One alone is away while its node is. */
const LEAST = 2;
/** Times those that always run. */
const MOST_RATIO = 3;
/** Of the processor time that a pod is promised. */
const CPU_PERCENT = 70;

/** As many replicas as there is work for, never fewer than the config says, and never one alone. */
export function autoscaler(cluster: Cluster, { name, replicas }: Service): Manifest {
  const least = Math.max(LEAST, replicas);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataOf(cluster, name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: least,
      maxReplicas: MOST_RATIO * least,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_PERCENT } },
        },
      ],
    },
  };
}
