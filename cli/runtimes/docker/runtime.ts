import type { Runtime } from '../contract.ts';
import { connectEngine } from './engine.ts';
import { told, understood } from './told.ts';

/** Services as containers on one host. What a command does not need is not loaded: looking at the fleet has to be quick. */
export const dockerRuntime: Runtime = {
  name: 'docker',
  available: async (fleet) => (await import('./available.ts')).available(fleet),
  async observe(fleet, options) {
    const { observe } = await import('./status.ts');
    return told(async () => observe(await connectEngine(), fleet, options));
  },
  news: (...call) => told(async () => (await import('./news.ts')).news(...call)),
  plan: (...call) => told(async () => (await import('./up.ts')).dryRun(...call)),
  up: (...call) => told(async () => (await import('./up.ts')).up(...call)),
  run: (...call) => told(async () => (await import('./run.ts')).run(...call)),
  down: (...call) => told(async () => (await import('./down.ts')).down(...call)),
  restart: (...call) => told(async () => (await import('./restart.ts')).restart(...call)),
  async *logs(fleet, options) {
    const { logLines } = await import('./logs.ts');
    try {
      yield* logLines(fleet, options);
    } catch (error) {
      throw understood(error);
    }
  },
  environmentOf: (...call) => told(async () => (await import('./environment.ts')).environmentOf(...call)),
  exec: (...call) => told(async () => (await import('./exec.ts')).execIn(...call)),
  shell: (...call) => told(async () => (await import('./shell.ts')).shell(...call)),
  script: (...call) => told(async () => (await import('./script.ts')).runScript(...call)),
  withDatabases: (fleet, work) => told(async () => (await import('./with-databases.ts')).withDatabases(fleet, work)),
  withStage: (fleet, narrator, work) =>
    told(async () => (await import('./stage/stage.ts')).withStage(fleet, narrator, work)),
  withBroker: (fleet, work) => told(async () => (await import('./with-broker.ts')).withBroker(fleet, work)),
};
