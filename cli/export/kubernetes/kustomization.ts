import type { Manifest } from './manifest.ts';

/** @param paths beside it */
export function kustomization(namespace: string, paths: readonly string[]): Manifest {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', namespace, resources: paths };
}
