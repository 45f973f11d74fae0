import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';
import { metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';

/** The Secret with the certificate of the host. */
export function certificateOf({ name }: Service): string {
  return `${name}.tls`;
}

/** The one way in: everything else answers within the namespace alone. */
export function ingress(cluster: Cluster, gateway: Service): Manifest {
  const { host, ingressClass } = cluster;
  const backend = { service: { name: gateway.name, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadataOf(cluster, gateway.name),
    spec: {
      ...(ingressClass !== undefined && { ingressClassName: ingressClass }),
      ...(host !== undefined && { tls: [{ hosts: [host], secretName: certificateOf(gateway) }] }),
      rules: [{ ...(host !== undefined && { host }), http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}
