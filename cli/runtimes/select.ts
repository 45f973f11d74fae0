import { existsSync } from 'node:fs';
import type { Fleet, RuntimeName } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus, Runtime } from './contract.ts';
import { layoutOf } from './layout.ts';

/** A runtime, and why it and no other. */
export interface SelectedRuntime {
  readonly runtime: Runtime;
  readonly because: string;
}

const RUNTIMES: Readonly<Record<RuntimeName, () => Promise<Runtime>>> = {
  docker: async () => (await import('./docker/runtime.ts')).dockerRuntime,
  process: async () => (await import('./process/runtime.ts')).processRuntime,
  swarm: async () => (await import('./swarm/runtime.ts')).swarmRuntime,
};

/** The first of them that is available is what `auto` means. On many hosts nothing is started that nobody has asked for. */
const AUTOMATIC: readonly RuntimeName[] = ['docker', 'process'];

/**
 * The runtime that the flag asks for, else the config.
 * @throws AuroraError `runtime_unavailable`
 */
export async function selectRuntime(fleet: Fleet, flag?: RuntimeName | 'auto'): Promise<SelectedRuntime> {
  const wanted = flag ?? fleet.runtime;
  const names = wanted === 'auto' ? AUTOMATIC : [wanted];
  const refusals: string[] = [];
  for (const name of names) {
    const runtime = await RUNTIMES[name]();
    const availability = await runtime.available(fleet);
    if (availability.ok) return { runtime, because: reason(wanted, flag, availability.because) };
    refusals.push(`${name}: ${availability.because}`);
  }
  throw new AuroraError('runtime_unavailable', `The fleet cannot run on ${wanted} here.`, {
    exit: 'machine',
    details: refusals,
    next: 'aurora up --runtime process',
  });
}

/** The runtime on which the fleet of this folder runs; where it runs on none, the one that `up` would take. */
export async function selectRunning(fleet: Fleet, flag?: RuntimeName | 'auto'): Promise<SelectedRuntime> {
  const running = await findRunning(fleet, flag);
  return running ? { runtime: running.runtime, because: 'it runs there' } : selectRuntime(fleet, flag);
}

/** Where the fleet's logs are: where it runs; files that it has left as processes outlast it, what it has logged in containers does not. */
export async function selectLogged(fleet: Fleet, flag?: RuntimeName | 'auto'): Promise<SelectedRuntime> {
  const running = await findRunning(fleet, flag);
  if (running) return { runtime: running.runtime, because: 'it runs there' };
  const isFree = (flag ?? fleet.runtime) === 'auto';
  return selectRuntime(fleet, isFree && existsSync(layoutOf(fleet.root).logs) ? 'process' : flag);
}

/** A fleet that runs, and on what. */
export interface Running {
  readonly runtime: Runtime;
  readonly status: FleetStatus;
}

/**
 * Asks the control socket, which takes a millisecond, and an engine where it may know the folder, or the flag names it.
 * What runs is found whether it could be started here again or not.
 * @throws AuroraError `runs_twice`
 */
export async function findRunning(
  fleet: Fleet,
  flag: RuntimeName | 'auto' = 'auto',
  options?: Parameters<Runtime['observe']>[1],
): Promise<Running | null> {
  const layout = layoutOf(fleet.root);
  const names: readonly RuntimeName[] =
    flag === 'auto'
      ? [
          'process',
          ...(existsSync(layout.docker) ? (['docker'] as const) : []),
          ...(existsSync(layout.swarm) ? (['swarm'] as const) : []),
        ]
      : [flag];
  const asked = names.map(async (name): Promise<Running | null> => {
    const runtime = await RUNTIMES[name]();
    const status = await runtime.observe(fleet, options);
    return status && { runtime, status };
  });
  const [first, second] = (await Promise.all(asked)).filter((running) => running !== null);
  if (first && second) throw runsTwice(fleet, first.runtime.name, second.runtime.name);
  return first ?? null;
}

/** An engine that was away when the fleet was started as processes brings containers back with it. */
function runsTwice({ name }: Fleet, one: RuntimeName, other: RuntimeName): AuroraError {
  return new AuroraError('runs_twice', `The fleet ${name} runs on two runtimes at once, ${one} and ${other}.`, {
    exit: 'machine',
    details: ['Whatever is asked of it could be meant for either; --runtime says for which.'],
    next: `aurora down --runtime ${other}; or: aurora down --runtime ${one}`,
  });
}

function reason(wanted: RuntimeName | 'auto', flag: string | undefined, because: string): string {
  if (wanted === 'auto') return because;
  return flag === wanted ? 'asked for by --runtime or AURORA_RUNTIME' : 'asked for by the config';
}
