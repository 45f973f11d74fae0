import type { Runtime } from '../contract.ts';
import { told, understood } from '../docker/told.ts';

/** Services on a swarm of hosts. */
export const swarmRuntime: Runtime = {
  name: 'swarm',
  available: async (fleet) => (await import('./available.ts')).available(fleet),
  observe: (...call) => told(async () => (await import('./status.ts')).observeFleet(...call)),
  news: (...call) => told(async () => (await import('./news.ts')).swarmNews(...call)),
  plan: (...call) => told(async () => (await import('./up.ts')).swarmDryRun(...call)),
  up: (...call) => told(async () => (await import('./up.ts')).swarmUp(...call)),
  async run(_fleet, service) {
    throw (await import('./unsupported.ts')).runsElsewhere(service);
  },
  down: (...call) => told(async () => (await import('./down.ts')).swarmDown(...call)),
  restart: (...call) => told(async () => (await import('./restart.ts')).swarmRestart(...call)),
  scale: (...call) => told(async () => (await import('./restart.ts')).swarmScale(...call)),
  async *logs(fleet, options) {
    const { swarmLogs } = await import('./logs.ts');
    try {
      yield* swarmLogs(fleet, options);
    } catch (error) {
      throw understood(error);
    }
  },
  environmentOf: (...call) => told(async () => (await import('./environment.ts')).swarmEnvironment(...call)),
  exec: (...call) => told(async () => (await import('./exec.ts')).swarmExec(...call)),
  shell: (...call) => told(async () => (await import('./exec.ts')).swarmShell(...call)),
  script: (...call) => told(async () => (await import('./script.ts')).runSwarmScript(...call)),
  withDatabases: (fleet, work) => told(async () => (await import('./databases.ts')).withSwarmDatabases(fleet, work)),
  withStage: (fleet, narrator, work) =>
    told(async () => (await import('./stage/stage.ts')).withSwarmStage(fleet, narrator, work)),
  withBroker: (fleet, work) => told(async () => (await import('./with-broker.ts')).withSwarmBroker(fleet, work)),
};
