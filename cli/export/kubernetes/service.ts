import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf, selectorOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

export function service(cluster: Cluster, { name, port }: Service): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(cluster, name),
    spec: {
      type: 'ClusterIP',
      selector: selectorOf(cluster, name),
      ports: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }],
    },
  };
}
