import type { Service } from '../../config/model.ts';
import { type Cluster, imageOf } from './cluster.ts';
import { labelsOf, metadataOf } from './labels.ts';
import type { Manifest } from './manifest.ts';
import { containerDefaults, mountedSecrets, podDefaults, TMP } from './pod.ts';
import { ownerUrl } from './secrets.ts';
import { secretVariable } from './variables.ts';

/** `all`: for a database that has none yet, or that nobody uses. */
export type Phase = 'expand' | 'contract' | 'all';

const WEEK_SECONDS = 604_800;

/**
 * Applies the migrations in a service's image. A job cannot be changed, so each version has one of its own; those that find nothing to do
 * end at once.
 */
export function migration(cluster: Cluster, service: Service, phase: Phase): Manifest {
  const { name } = service;
  const owner = ownerUrl(service);
  const secrets = mountedSecrets([owner]);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...metadataOf(cluster, name, `${phase}-${name}-${imageOf(cluster, name).version}`),
      labels: labelsOf(cluster, name, 'migration'),
    },
    spec: {
      backoffLimit: 6,
      ttlSecondsAfterFinished: WEEK_SECONDS,
      template: {
        metadata: { labels: labelsOf(cluster, name, 'migration') },
        spec: {
          ...podDefaults(),
          serviceAccountName: name,
          // Each attempt keeps its log.
          restartPolicy: 'Never',
          containers: [
            {
              name: 'migrate',
              ...containerDefaults(cluster, service),
              command: ['node', 'migrate.mjs', ...(phase === 'all' ? [] : ['--phase', phase])],
              env: [secretVariable(owner)],
              volumeMounts: [secrets.mount, TMP.mount],
            },
          ],
          volumes: [secrets.volume, TMP.volume],
        },
      },
    },
  };
}
