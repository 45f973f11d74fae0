import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';

const GUARD = join(import.meta.dirname, '../../../shared/testing/guard.ts');

/** Starts something under guard, alone or as a group with a child of its own, and is killed. */
const killed = (folder: string, group: boolean) => `
  import { spawn } from 'node:child_process';
  const { guard } = await import(${JSON.stringify(GUARD)});
  const child = spawn('sh', ['-c', ${group ? "'sleep 300 & wait'" : "'exec sleep 300'"}], { detached: true, stdio: 'ignore' });
  guard(${group ? '-child.pid' : 'child.pid'}, ${JSON.stringify(folder)});
  console.log(child.pid);
  process.kill(process.pid, 'SIGKILL');
`;

describe('a guard', () => {
  it.each([
    ['a process', false],
    ['a process group', true],
  ])('ends %s and removes its folder when whoever started it was killed', async (_, group) => {
    const folder = await mkdtemp(join(tmpdir(), 'aurora-test-guard-'));
    const runner = spawn(process.execPath, ['--input-type=module', '-e', killed(folder, group)]);
    let output = '';
    runner.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await once(runner, 'close');
    expect(runner.signalCode).toBe('SIGKILL');
    const target = group ? -Number(output) : Number(output);
    await until(() => !lives(target));
    await until(() =>
      stat(folder).then(
        () => false,
        () => true,
      ),
    );
  });
});

function lives(target: number): boolean {
  try {
    process.kill(target, 0);
    return true;
  } catch {
    return false;
  }
}
