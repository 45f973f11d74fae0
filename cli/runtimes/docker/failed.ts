import { RESTARTS } from './containers/create.ts';
import { stopContainer } from './containers/remove.ts';
import type { Engine } from './engine.ts';

/** Keeps a container (id or name) that failed, with its last lines and its files, without letting it try again and again. */
export async function keepForLater(engine: Engine, container: string): Promise<void> {
  await engine.getContainer(container).update({ RestartPolicy: { Name: 'no' } });
  await stopContainer(engine, container);
}

/** Starts a container that has ended, perhaps after it was kept: from now on it is started again like any other. */
export async function startAgain(engine: Engine, container: string): Promise<void> {
  await engine.getContainer(container).update({ RestartPolicy: { Name: RESTARTS } });
  await engine.getContainer(container).start();
}
