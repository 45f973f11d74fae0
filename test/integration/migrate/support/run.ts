import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Orders } from './orders.ts';

export interface Run {
  /** Rejects with what it said, unless it ended well. */
  readonly ended: Promise<void>;
  kill9(): void;
}

/** Applies migrations, or reverts the newest, in a process of its own: it can be killed, and reads the files as they are now. */
export function startRun({ fleet, owner }: Orders, direction: 'up' | 'down' = 'up'): Run {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'apply.ts'), fleet.file, owner, direction], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    if (code !== 0) throw new Error(`ended with ${code ?? signal}: ${await said}`);
  });
  // Whoever kills it may not wait for it.
  ended.catch(() => undefined);
  return { ended, kill9: () => child.kill('SIGKILL') };
}
