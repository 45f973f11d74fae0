import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { layoutOf } from '../runtimes/layout.ts';
import { leftovers } from '../runtimes/process/record.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** The folder that holds secrets and data of the runs, and what a run that was killed has left. */
export function runFolder(root: string, options: { running: boolean }): Check {
  const { run, record } = layoutOf(root);
  return {
    name: 'run folder',
    async look() {
      const stats = await stat(run).catch(ignoreMissing);
      if (!stats) return ok('none yet; the first up makes it');
      if (stats.uid !== process.getuid?.()) return fail(`${run} belongs to another user`, `chown -R "$(id -u)" ${run}`);
      // Passing through is fine: where we are root, PostgreSQL's own user has to.
      if (stats.mode & 0o066) return warn(`${run} is open to other users`, `chmod go-rw ${run}`);
      const left = options.running ? [] : leftovers(record);
      if (left.length === 0) return ok(run);
      const names = left.map(({ name, pid }) => `${name} (process ${pid})`).join(', ');
      return warn(`left by a run that was killed: ${names}`, 'aurora down');
    },
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): Stats | undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
