import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { Engine } from '../docker/engine.ts';
import { removeJob } from './job.ts';
import { type ObservedService, observeNodes } from './observe.ts';

const LOOK_EVERY_MS = 250;
/** A task that was killed is gone by then; one on a node that is away is told of, and gone when that comes back. */
const PATIENCE_MS = 60_000;
const ALIVE = ['running', 'starting', 'preparing', 'ready'];

/** Removes services, and waits for their tasks: a service is out of sight at once, its tasks end after it. */
export async function endServices(
  engine: Engine,
  fleet: Fleet,
  those: readonly Pick<ObservedService, 'id'>[],
  narrator: Narrator,
): Promise<void> {
  if (those.length === 0) return;
  await Promise.all(those.map(({ id }) => removeJob(engine, id)));
  const ids = new Set(those.map(({ id }) => id));
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const tasks = (await engine.listTasks()) as readonly EngineTask[];
    const away = new Set((await observeNodes(engine)).filter(({ isUp }) => !isUp).map(({ id }) => id));
    const open = tasks.filter(
      ({ ServiceID, NodeID, Status }) => ids.has(ServiceID) && ALIVE.includes(Status.State) && !away.has(NodeID ?? ''),
    );
    if (open.length === 0) return;
    if (Date.now() > deadline) {
      narrator.warn(`${fleet.name}: ${open.length} tasks do not end; docker ps on their nodes shows them`);
      return;
    }
    await delay(LOOK_EVERY_MS);
  }
}

interface EngineTask {
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly Status: { readonly State: string };
}
