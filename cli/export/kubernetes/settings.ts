import { createHash } from 'node:crypto';
import { timeoutChain } from '../../config/timeout-chain.ts';
import { observabilityVariables } from '../../runtimes/observability.ts';
import type { Cluster } from './cluster.ts';
import type { Manifest } from './manifest.ts';

export const SETTINGS = 'fleet.settings';

/** What all services of the fleet are told. */
export function settings({ fleet, namespace }: Cluster): Manifest & { readonly data: Record<string, string> } {
  const config = fleet.services.find(({ kind }) => kind === 'config');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: SETTINGS, namespace },
    data: {
      FLEET_NAME: fleet.name,
      AURORA_ENV: fleet.environment,
      LOG_LEVEL: fleet.defaults.logLevel,
      ...observabilityVariables(fleet),
      DRAIN_TIMEOUT_MS: String(timeoutChain(fleet).stopMs),
      ...(config && { CONFIG_URL: `http://${config.name}:${config.port}` }),
    },
  };
}

/** Pods read them when they start: another text has to make other pods. */
export function settingsHash(cluster: Cluster): string {
  return createHash('sha256')
    .update(JSON.stringify(settings(cluster).data))
    .digest('hex')
    .slice(0, 12);
}
