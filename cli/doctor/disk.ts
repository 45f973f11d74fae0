import { statfs } from 'node:fs/promises';
import { judge, megabyte } from './amount.ts';
import type { Check } from './check.ts';

/** An empty embedded PostgreSQL takes 40 MB, its write-ahead log grows to a gigabyte under load. */
const bounds = { enough: 2048 * megabyte, least: 256 * megabyte };

export function disk(folder: string): Check {
  return {
    name: 'disk',
    async look() {
      const { bavail, bsize } = await statfs(folder);
      return judge(bavail * bsize, bounds, `make room on the disk of ${folder}`);
    },
  };
}
