import { fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { LoadPlan, Tale } from './generator/plan.ts';
import type { Measured, Second } from './result/contract.ts';

/** Built code runs as built code. */
const PROGRAM = join(import.meta.dirname, `generator/main${extname(import.meta.filename)}`);

/** Runs the generator in a process of its own. @throws AuroraError `load_failed` */
export async function startLoad(
  plan: LoadPlan,
  signal: AbortSignal,
  hear: { second(second: Second): void; healed(count: number): void },
): Promise<Measured> {
  // Of a group of its own, so that Ctrl-C reaches the CLI alone, which then asks it to end.
  const child = fork(PROGRAM, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const { promise, resolve, reject } = Promise.withResolvers<Measured>();
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
  });
  const stop = () => child.connected && child.send({ kind: 'stop' });
  signal.addEventListener('abort', stop, { once: true });
  child.on('message', (tale: Tale) => {
    if (tale.kind === 'second') hear.second(tale.second);
    else if (tale.kind === 'healed') hear.healed(tale.count);
    else if (tale.kind === 'measured') resolve(tale.measured);
    else reject(failed(tale.message));
  });
  child.on('error', (cause) => reject(failed('its process could not be started', cause)));
  child.on('exit', (code, killed) => reject(failed(`its process ended with ${killed ?? code}`, said)));
  child.send({ kind: 'begin', plan });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function failed(why: string, cause?: unknown): AuroraError {
  return new AuroraError('load_failed', `There was no load: ${why}.`, {
    exit: 'failed',
    ...(typeof cause === 'string' && cause !== '' && { details: cause.trim().split('\n').slice(-10) }),
    next: 'aurora status, then aurora logs',
    cause,
  });
}
