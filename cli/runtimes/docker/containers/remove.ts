import { type Engine, statusOf } from '../engine.ts';
import { filesVolume, removeVolume } from './volumes.ts';

/** Ends a container in order and takes it away with its files; whoever was quicker has done no harm. */
export async function removeContainer(engine: Engine, { id, name }: { id: string; name: string }): Promise<void> {
  const container = engine.getContainer(id);
  await stopContainer(engine, id);
  await unlessGone(container.remove({ v: true, force: true }));
  // Somebody else may be in the middle of it: until then its files cannot go.
  await unlessGone(container.wait({ condition: 'removed' }));
  await removeVolume(engine, filesVolume(name));
}

/** Ends a container in order, and tells the engine not to start it again. */
export async function stopContainer(engine: Engine, id: string): Promise<void> {
  await unlessGone(engine.getContainer(id).stop());
}

const NOT_MODIFIED = 304;
const NOT_FOUND = 404;
/** Somebody else removes it at this moment. */
const CONFLICT = 409;

/** Whoever was quicker has done what this would do. */
export async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (![NOT_MODIFIED, NOT_FOUND, CONFLICT].includes(statusOf(error) ?? 0)) throw error;
  }
}
