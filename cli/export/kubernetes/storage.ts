import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

/** The volume of a service that keeps files in a folder. */
export function storage(cluster: Cluster, { name }: Service): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadataOf(cluster, name),
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
  };
}
