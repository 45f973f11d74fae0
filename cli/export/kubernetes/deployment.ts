import type { Service } from '../../config/model.ts';
import { timeoutChain } from '../../config/timeout-chain.ts';
import { type Cluster, keepsFiles } from './cluster.ts';
import { labelsOf, metadataOf, selectorOf } from './labels.ts';
import type { Manifest } from './manifest.ts';
import { containerDefaults, mountedSecrets, podDefaults, TMP } from './pod.ts';
import { probesOf } from './probes.ts';
import { secretsOf } from './secrets.ts';
import { SETTINGS, settingsHash } from './settings.ts';
import { STATE, STORAGE, variablesOf } from './variables.ts';

/** Who still calls a pod that is going learns within it: kube-proxy, the ingress controller. Neighbours are told by the registry. */
const BEFORE_STOP_SECONDS = 5;

export function deployment(cluster: Cluster, service: Service): Manifest {
  const { name } = service;
  const { deploy } = cluster.fleet;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(cluster, name),
    spec: {
      // Elsewhere the autoscaler has the say: a number here would undo its work at every apply.
      ...(keepsFiles(service) && { replicas: 1 }),
      selector: { matchLabels: selectorOf(cluster, name) },
      // A volume that one pod alone can have is let go before the next one takes it.
      strategy: keepsFiles(service)
        ? { type: 'Recreate' }
        : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      minReadySeconds: deploy.holdSeconds,
      progressDeadlineSeconds: deploy.readySeconds + deploy.holdSeconds,
      revisionHistoryLimit: deploy.keepVersions,
      template: {
        metadata: {
          labels: labelsOf(cluster, name),
          annotations: { 'aurora/settings': settingsHash(cluster) },
        },
        spec: podSpec(cluster, service),
      },
    },
  };
}

function podSpec(cluster: Cluster, service: Service) {
  const { name, port } = service;
  const secrets = mountedSecrets(secretsOf(cluster, service));
  const storage = keepsFiles(service);
  return {
    ...podDefaults(),
    serviceAccountName: name,
    terminationGracePeriodSeconds: BEFORE_STOP_SECONDS + Math.ceil(timeoutChain(cluster.fleet).killMs / 1000),
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selectorOf(cluster, name) },
      matchLabelKeys: ['pod-template-hash'],
    })),
    containers: [
      {
        name,
        ...containerDefaults(cluster, service),
        envFrom: [{ configMapRef: { name: SETTINGS } }],
        env: variablesOf(cluster, service),
        ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
        ...probesOf(cluster, service),
        lifecycle: { preStop: { sleep: { seconds: BEFORE_STOP_SECONDS } } },
        volumeMounts: [
          secrets.mount,
          TMP.mount,
          { name: 'state', mountPath: STATE },
          ...(storage ? [{ name: 'storage', mountPath: STORAGE }] : []),
        ],
      },
    ],
    volumes: [
      secrets.volume,
      TMP.volume,
      // Last good copies of settings and of the registry, which outlive a restart of the container.
      { name: 'state', emptyDir: { sizeLimit: '64Mi' } },
      ...(storage ? [{ name: 'storage', persistentVolumeClaim: { claimName: name } }] : []),
    ],
  };
}
