import type { Cluster } from './cluster.ts';
import type { Manifest } from './manifest.ts';

/** The cluster refuses pods in it that do not keep to the standard `restricted`. */
export function namespace({ fleet, namespace: name }: Cluster): Manifest {
  const levels = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'app.kubernetes.io/part-of': fleet.name, ...Object.fromEntries(levels) } },
  };
}
