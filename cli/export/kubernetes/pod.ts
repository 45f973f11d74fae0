import type { Service } from '../../config/model.ts';
import { serviceNeeds } from '../../runtimes/docker/infrastructure/limits.ts';
import { type Cluster, imageOf } from './cluster.ts';
import type { SecretKey } from './secrets.ts';
import { SECRETS } from './variables.ts';

/** Of the user `aurora` in every image. */
const USER = 10001;

/** What every pod has; what the standard `restricted` asks for and more. */
export function podDefaults() {
  return {
    automountServiceAccountToken: false,
    // Variables such as CONFIG_SERVICE_PORT, which services could take for theirs.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** What every container has. */
export function containerDefaults(cluster: Cluster, service: Service) {
  return {
    image: imageOf(cluster, service.name).tag,
    // A tag is a hash of the sources: the same tag is the same image.
    imagePullPolicy: 'IfNotPresent',
    resources: resourcesOf(service),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}

/** In memory, on a root that is read-only. */
export const TMP = {
  volume: { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  mount: { name: 'tmp', mountPath: '/tmp' },
};

/** The secrets that are files, side by side whichever Secret they are in. */
export function mountedSecrets(all: readonly SecretKey[]) {
  const files = Map.groupBy(
    all.filter(({ as }) => as === 'file'),
    ({ secret }) => secret,
  );
  const sources = [...files].map(([name, keys]) => ({
    secret: { name, items: keys.map(({ key }) => ({ key, path: key })) },
  }));
  return {
    volume: { name: 'secrets', projected: { defaultMode: 0o440, sources } },
    mount: { name: 'secrets', mountPath: SECRETS, readOnly: true },
  };
}

/** As much as a container of the Docker runtime may take. Promised is a part of it: an idle service needs little. */
function resourcesOf(service: Service) {
  const { memoryMb, cpus } = serviceNeeds(service);
  return {
    requests: { cpu: `${Math.ceil(cpus * 250)}m`, memory: `${Math.ceil(memoryMb / 2)}Mi`, 'ephemeral-storage': '64Mi' },
    limits: { cpu: String(Math.round(cpus * 1000) / 1000), memory: `${memoryMb}Mi`, 'ephemeral-storage': '512Mi' },
  };
}
