import { type Cluster, imageOf } from './cluster.ts';

type Component = 'service' | 'migration';

/** What a pod is found by; a Service does not take the pods of jobs for its own. */
export function selectorOf({ fleet }: Cluster, service: string, component: Component = 'service') {
  return {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': fleet.name,
  };
}

/** With what changes from version to version. */
export function labelsOf(cluster: Cluster, service: string, component?: Component) {
  return {
    ...selectorOf(cluster, service, component),
    'app.kubernetes.io/version': imageOf(cluster, service).version,
    'app.kubernetes.io/managed-by': 'aurora',
  };
}

export function metadataOf(cluster: Cluster, service: string, name = service) {
  return { name, namespace: cluster.namespace, labels: labelsOf(cluster, service) };
}
