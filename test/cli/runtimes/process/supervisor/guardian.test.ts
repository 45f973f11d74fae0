import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Guardian } from '../../../../../cli/runtimes/process/supervisor/guardian.ts';

const ENDING = [{ signal: 'SIGTERM', waitMs: 1 }] as const;

/** A group of its own that says when it is ready to be signalled. */
async function group(script: string) {
  const child = spawn('/bin/sh', ['-c', `${script}; echo ready; while :; do sleep 0.05; done`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await once(child.stdout, 'data');
  return { pid: child.pid as number, exited };
}

describe('the guardian', () => {
  it('asks every group to end when its supervisor is gone', async () => {
    const guardian = new Guardian();
    const polite = await group("trap 'exit 7' TERM");
    guardian.watch(polite.pid, ENDING);
    guardian.dismiss();
    expect(await polite.exited).toEqual([7, null]);
  });

  it('kills a group that does not listen', async () => {
    const guardian = new Guardian();
    const deaf = await group("trap '' TERM");
    guardian.watch(deaf.pid, ENDING);
    guardian.dismiss();
    expect(await deaf.exited).toEqual([null, 'SIGKILL']);
  });

  it('leaves alone what was released', async () => {
    const guardian = new Guardian();
    const [released, watched] = await Promise.all([group(':'), group(':')]);
    guardian.watch(released.pid, ENDING);
    guardian.watch(watched.pid, ENDING);
    guardian.release(released.pid);
    guardian.dismiss();
    await watched.exited;
    expect(process.kill(released.pid, 0)).toBe(true);
    process.kill(-released.pid, 'SIGKILL');
    await released.exited;
  });

  it('comes back when it is killed, and knows its groups', async () => {
    const guardian = new Guardian();
    const child = await group(':');
    guardian.watch(child.pid, ENDING);
    const first = guardian.pid as number;
    process.kill(first, 'SIGKILL');
    while (guardian.pid === first) await new Promise((resolve) => setImmediate(resolve));
    guardian.dismiss();
    expect(await child.exited).toEqual([null, 'SIGTERM']);
  });
});
