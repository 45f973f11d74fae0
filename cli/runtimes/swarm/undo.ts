import type { Narrator } from '../../narrator.ts';
import type { Engine } from '../docker/engine.ts';
import { understood } from '../docker/told.ts';
import { removeJob } from './job.ts';
import { removeOverlays } from './network.ts';
import { pruneFiles } from './objects.ts';

/**
 * Leaves nothing half up: what an `up` added goes again; what it updated the engine has put back, or goes on. Never rejects: why `up` failed
 * says more.
 * @param begun names of services
 * @param folder of the fleet, if it had no network before
 */
export async function undo(
  engine: Engine,
  begun: ReadonlySet<string>,
  folder: string | undefined,
  narrator: Pick<Narrator, 'warn'>,
): Promise<void> {
  try {
    await Promise.all([...begun].map((name) => removeJob(engine, name)));
    if (folder === undefined) return;
    await removeOverlays(engine, folder);
    await pruneFiles(engine, folder);
  } catch (error) {
    const { message } = understood(error) as Error;
    narrator.warn(`some of what this up had begun may be left: ${message} Next: aurora down, or aurora up -d again`);
  }
}
