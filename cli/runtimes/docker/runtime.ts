import type { Runtime } from '../contract.ts';
import { connectEngine, engineLost, engineRefused, isLost, statusOf } from './engine.ts';

/** Services as containers on one host. What a command does not need is not loaded: looking at the fleet has to be quick. */
export const dockerRuntime: Runtime = {
  name: 'docker',
  available: async (fleet) => (await import('./available.ts')).available(fleet),
  async observe(fleet, options) {
    const { observe } = await import('./status.ts');
    return observe(await connectEngine(), fleet, options);
  },
  plan: (...call) => told(async () => (await import('./up.ts')).dryRun(...call)),
  up: (...call) => told(async () => (await import('./up.ts')).up(...call)),
  run: (...call) => told(async () => (await import('./run.ts')).run(...call)),
  down: (...call) => told(async () => (await import('./down.ts')).down(...call)),
  restart: (...call) => told(async () => (await import('./restart.ts')).restart(...call)),
  async *logs(fleet, options) {
    const { logLines } = await import('./logs.ts');
    yield* logLines(fleet, options);
  },
  environmentOf: (...call) => told(async () => (await import('./environment.ts')).environmentOf(...call)),
  exec: (...call) => told(async () => (await import('./exec.ts')).execIn(...call)),
  shell: (...call) => told(async () => (await import('./shell.ts')).shell(...call)),
  script: (...call) => told(async () => (await import('./script.ts')).runScript(...call)),
  withDatabases: (fleet, work) => told(async () => (await import('./with-databases.ts')).withDatabases(fleet, work)),
};

/** An engine that is not there, goes away in the middle, or cannot do something, is nobody's defect. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isLost(error)) throw engineLost(error as Error);
    throw statusOf(error) === undefined ? error : engineRefused(error as Error);
  }
}
