import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';
import { Look } from '../../metrics/index.ts';

/** How full the disks are that the service writes to: with its last good copies, and with files where it keeps some. */
export const disksPlugin = fp(
  async ({ metrics, environment }) => {
    const { stateDir, own } = environment;
    const volumes = Object.entries({ state: stateDir, storage: own.storageDir }).flatMap(([volume, folder]) =>
      typeof folder === 'string' ? [{ volume, look: new Look(() => spaceAt(folder)) }] : [],
    );
    if (volumes.length === 0) return;
    const gauge = (name: string, help: string, key: keyof Space) =>
      new Gauge({
        name,
        help,
        labelNames: ['volume'] as const,
        aggregator: 'first',
        registers: [metrics],
        async collect() {
          const looks = volumes.map(async ({ volume, look }) => {
            this.set({ volume }, (await look.value())?.[key] ?? Number.NaN);
          });
          await Promise.all(looks);
        },
      });
    gauge('disk_free_bytes', 'What the service may still write to a disk that it writes to.', 'free');
    gauge('disk_size_bytes', 'The size of a disk that the service writes to.', 'size');
  },
  { name: 'disks', dependencies: ['metrics'] },
);

interface Space {
  readonly free: number;
  readonly size: number;
}

async function spaceAt(folder: string): Promise<Space> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    const parent = dirname(folder);
    // It is made when something is first written to it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    return spaceAt(parent);
  }
}
