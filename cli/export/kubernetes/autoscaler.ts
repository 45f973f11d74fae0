import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

const REPLICAS = { least: 2, most: 6 };
/** Of the processor time that a pod is promised. */
const CPU_PERCENT = 70;

/** As many replicas as there is work for, never one alone. */
export function autoscaler(cluster: Cluster, { name }: Service): Manifest {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataOf(cluster, name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: REPLICAS.least,
      maxReplicas: REPLICAS.most,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_PERCENT } },
        },
      ],
    },
  };
}
