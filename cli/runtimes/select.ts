import type { Fleet, RuntimeName } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Runtime } from './contract.ts';

/** A runtime, and why it and no other. */
export interface SelectedRuntime {
  readonly runtime: Runtime;
  readonly because: string;
}

/** The runtimes of this version, the first that is available being what `auto` means. */
const RUNTIMES: Partial<Record<RuntimeName, () => Promise<Runtime>>> = {
  process: async () => (await import('./process/runtime.ts')).processRuntime,
};

/**
 * The runtime that the flag asks for, else the config.
 * @throws AuroraError `runtime_unavailable`
 */
export async function selectRuntime(fleet: Fleet, flag?: RuntimeName | 'auto'): Promise<SelectedRuntime> {
  const wanted = flag ?? fleet.runtime;
  const names = wanted === 'auto' ? (Object.keys(RUNTIMES) as RuntimeName[]) : [wanted];
  const refusals: string[] = [];
  for (const name of names) {
    const runtime = await RUNTIMES[name]?.();
    const availability = (await runtime?.available(fleet)) ?? { ok: false, because: 'this version does not have it' };
    if (runtime && availability.ok) return { runtime, because: reason(wanted, flag, availability.because) };
    refusals.push(`${name}: ${availability.because}`);
  }
  throw new AuroraError('runtime_unavailable', `The fleet cannot run on ${wanted} here.`, {
    exit: 'machine',
    details: refusals,
    next: 'aurora up --runtime process',
  });
}

function reason(wanted: RuntimeName | 'auto', flag: string | undefined, because: string): string {
  if (wanted === 'auto') return because;
  return flag === wanted ? 'asked for by --runtime or AURORA_RUNTIME' : 'asked for by the config';
}
