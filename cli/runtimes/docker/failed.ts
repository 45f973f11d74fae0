import { stopContainer } from './containers/remove.ts';
import type { Engine } from './engine.ts';

/** Keeps a container that failed, with its last lines and its files, without letting it try again and again. */
export async function keepForLater(engine: Engine, id: string): Promise<void> {
  await engine.getContainer(id).update({ RestartPolicy: { Name: 'no' } });
  await stopContainer(engine, id);
}
