import type { Service } from '../../config/model.ts';
import type { Cluster } from './cluster.ts';

const STARTUP_SECONDS = 3;

/** Alive, of use, and begun. */
export function probesOf(cluster: Cluster, service: Service) {
  return {
    startupProbe: {
      ...begun(cluster, service),
      periodSeconds: STARTUP_SECONDS,
      timeoutSeconds: STARTUP_SECONDS,
      failureThreshold: Math.ceil(cluster.fleet.deploy.readySeconds / STARTUP_SECONDS),
    },
    // Of the process alone: one whose database is away is not helped by a restart.
    livenessProbe: { ...get('/health'), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 },
    readinessProbe: { ...get('/health/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
  };
}

/**
 * A service whose database lacks a migration is ready, if only in part, so that one that runs goes on; but a new one is not to begin before the
 * job has applied what it counts on. Until a startup probe has succeeded nobody gets to the pod.
 */
function begun({ migrations }: Cluster, { name }: Service) {
  if (!migrations.has(name)) return get('/health');
  return { exec: { command: ['node', 'healthcheck.mjs', '/health/ready', 'migrations'] } };
}

function get(path: string) {
  return { httpGet: { path, port: 'http' } };
}
