import { statfs } from 'node:fs/promises';
import { judge, megabyte } from '../amount.ts';
import { ok, type Verdict } from '../check.ts';
import type { Sight } from './sight.ts';

/** The images of a fleet of five take 1.5 GB, a new version of one some 10 MB more. */
const bounds = { enough: 5 * 1024 * megabyte, least: 512 * megabyte };

/** Of the engine that is asked, where it is on this machine; of the others nobody here can tell. */
export async function engineDisk({ dataRoot }: Pick<Sight, 'dataRoot'>, local: boolean): Promise<Verdict> {
  const unseen = ok(`${dataRoot} of the engine is not seen from here`);
  if (!local) return unseen;
  try {
    const { bavail, bsize } = await statfs(dataRoot);
    return judge(bavail * bsize, bounds, `make room on the disk of ${dataRoot}: docker system prune`);
  } catch (error) {
    // An engine in a machine of its own, as on a desktop.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return unseen;
    throw error;
  }
}
