import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { until } from '../../shared/testing/index.ts';
import { repository } from '../support/aurora.ts';

it.each(['SIGTERM', 'SIGINT'] as const)(
  'a test run that gets %s, itself alone, ends its suite first',
  async (signal) => {
    // The third one waits for a place.
    const suites = ['types', 'unit', 'faults-events'];
    const run = spawn(process.execPath, [join(repository, 'test/run/main.ts'), ...suites], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    run.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    try {
      const suite = await until(async () => (await childrenOf(run.pid)).at(0));
      run.kill(signal);
      const [code] = await once(run, 'exit');
      expect(code).toBe(signal === 'SIGTERM' ? 143 : 130);
      await until(() => !lives(suite));
      expect(output).not.toContain('faults-events');
    } finally {
      run.kill('SIGKILL');
    }
  },
);

/** The group that it leads, or any process that is left of it. */
function lives(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

async function childrenOf(pid: number | undefined): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}
