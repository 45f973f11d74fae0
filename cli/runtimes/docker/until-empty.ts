import type { Fleet } from '../../config/model.ts';
import { type Engine, engineUnreachable } from './engine.ts';
import { eventsOf } from './events.ts';
import { observeContainers } from './observe.ts';

/**
 * Settles when no container of the fleet runs any more, or the signal aborts. The engine tells of every end.
 * @throws AuroraError `engine_unreachable` when it tells nothing any more
 */
export async function untilEmpty(engine: Engine, fleet: Fleet, signal: AbortSignal): Promise<void> {
  const events = await eventsOf(engine, fleet, ['die', 'destroy']);
  const close = () => events.destroy();
  signal.addEventListener('abort', close);
  try {
    if (await isEmpty(engine, fleet)) return;
    for await (const _event of events) {
      if (await isEmpty(engine, fleet)) return;
    }
    if (!signal.aborted) throw engineUnreachable('it went away');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function isEmpty(engine: Engine, fleet: Fleet): Promise<boolean> {
  return (await observeContainers(engine, fleet)).every(({ state }) => state === 'exited' || state === 'dead');
}
