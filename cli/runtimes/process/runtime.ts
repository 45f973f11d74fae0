import type { Availability, Runtime } from '../contract.ts';
import { layoutOf } from '../layout.ts';
import { askIfRunning } from './control/client.ts';

/**
 * Services as child processes of a small supervisor, on an embedded PostgreSQL. What a command does not need is not loaded: looking
 * at the fleet has to be quick.
 */
export const processRuntime: Runtime = {
  name: 'process',
  available: async () => availability(process.platform),
  observe: (fleet) => askIfRunning(layoutOf(fleet.root).control, 'GET /status'),
  news: async (...call) => (await import('./news.ts')).news(...call),
  plan: async (fleet, options) => (await import('./dry-run.ts')).dryRun(fleet, options),
  up: async (...call) => (await import('./up.ts')).up(...call),
  run: async (...call) => (await import('./run.ts')).run(...call),
  down: async (...call) => (await import('./down.ts')).down(...call),
  restart: async (...call) => (await import('./restart.ts')).restart(...call),
  async *logs(fleet, options) {
    const { logLines } = await import('./logs/logs.ts');
    yield* logLines(fleet, options);
  },
  async environmentOf(fleet, service) {
    const { specOf } = await import('./spec-of.ts');
    return { ...(await specOf(fleet, service)).environment };
  },
  exec: async (...call) => (await import('./exec.ts')).exec(...call),
  shell: async (...call) => (await import('./shell.ts')).shell(...call),
  script: async (...call) => (await import('./script.ts')).runScript(...call),
  withDatabases: async (fleet, work) => (await import('./with-databases.ts')).withDatabases(fleet, work),
  withBroker: async (fleet, work) => (await import('./with-broker.ts')).withBroker(fleet, work),
};

function availability(platform: NodeJS.Platform): Availability {
  return platform === 'win32'
    ? { ok: false, because: 'it stands on process groups and signals; use the Windows Subsystem for Linux' }
    : { ok: true, because: 'it needs nothing but Node' };
}
