import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '../contest.ts';
import { benchFleet } from '../fleet.ts';
import { start } from '../peers/start.ts';

const BARE = join(import.meta.dirname, '../peers/bare-service.ts');

export const memory: Row = {
  name: 'memory',
  measured:
    'Proportional set size of an idle fleet of five with its supervisor, over five bare processes with the same libraries',
  unit: 'MB',
  goal: 1.2,
  finding:
    'A domain service takes 61 MB, the gateway 46, the supervisor 22. Run from their sources, services took 10 MB more each: ' +
    'texts of modules, most of them of packages.',
  rounds: 3,
  settings: 'Process runtime, without PostgreSQL; Pss of /proc/<pid>/smaps_rollup, summed right after ready',
  async open() {
    const stack = new AsyncDisposableStack();
    try {
      const fleet = stack.use(await benchFleet());
      await fleet.aurora('up', '-d');
      const { services, supervisor } = await fleet.status();
      const own = services.flatMap(({ instances }) => instances.map(({ pid }) => pid as number));
      const bare = await Promise.all(Array.from({ length: 5 }, () => start(BARE, {})));
      for (const process of bare) stack.use(process);
      return {
        contenders: [
          { name: 'aurora', measure: () => sum([...own, supervisor?.pid as number]) },
          { name: 'five bare processes', measure: () => sum(bare.map(({ pid }) => pid)) },
        ],
        [Symbol.asyncDispose]: () => stack.disposeAsync(),
      };
    } catch (error) {
      await stack.disposeAsync();
      throw error;
    }
  },
};

/** MB that the processes take, what they share counted once. */
async function sum(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]);
    }),
  );
  return sizes.reduce((total, size) => total + size, 0) / 1024;
}
