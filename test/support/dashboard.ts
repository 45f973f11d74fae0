import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, guard } from '../../shared/testing/index.ts';
import type { Clone } from './clone.ts';

export interface StartedDashboard extends AsyncDisposable {
  /** Good for one visit. */
  readonly url: string;
  /** As Ctrl-C does; its exit code. */
  interrupt(): Promise<number | null>;
}

/** `aurora dashboard` of a clone, or of a package, as people start it. */
export async function startDashboard(
  { root, env }: Pick<Clone, 'root' | 'env'>,
  bin = join(root, 'bin/run.js'),
): Promise<StartedDashboard> {
  const port = String(await freePort());
  const args = [bin, 'dashboard', '--no-open', '--json', '--port', port];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lift = guard(child.pid ?? 0);
  const ended = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  const first = await Promise.race([line, ended.then(() => undefined)]);
  if (!first) throw new Error(`aurora dashboard has ended: ${child.exitCode}`);
  const interrupt = async () => {
    child.kill('SIGINT');
    await ended;
    lift();
    return child.exitCode;
  };
  return {
    url: JSON.parse(first[0]).url,
    interrupt,
    [Symbol.asyncDispose]: async () => void (await interrupt()),
  };
}
