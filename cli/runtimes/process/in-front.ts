import { spawn } from 'node:child_process';
import { once } from 'node:events';
import inspector from 'node:inspector';
import type { Layout } from '../layout.ts';
import type { ServiceSpec } from './control/protocol.ts';
import { exitCodeOf } from './exit-code.ts';
import { inherited } from './launch.ts';
import { ENDING_OF_SERVICE } from './process-group.ts';
import { Guardian } from './supervisor/guardian.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a service with its output on this terminal; its exit code. In a group of its own: a Ctrl-C reaches it once, through us. The
 * first one lets it drain, the next one kills it, and so does our own death.
 */
export async function runInFront(spec: ServiceSpec, layout: Layout): Promise<number> {
  // `NODE_OPTIONS=--inspect aurora run …` means the service, not us, and there is one port for it.
  if (inspector.url()) inspector.close();
  const child = spawn(process.execPath, [spec.main], {
    cwd: spec.folder,
    env: { ...inherited(process.env, layout), ...spec.environment },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const guardian = new Guardian();
  if (child.pid !== undefined) guardian.watch(child.pid, ENDING_OF_SERVICE);
  let asked = false;
  const end = () => {
    child.kill(asked ? 'SIGKILL' : 'SIGTERM');
    asked = true;
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    const [code, signal] = await once(child, 'exit');
    return exitCodeOf(code, signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
    guardian.dismiss();
  }
}
