import type { Fleet } from '../../config/model.ts';
import { connectEngine, isLost } from './engine.ts';
import { eventsOf } from './events.ts';

/** Calls whenever the engine starts, ends or pauses a container of the fleet, or finds its health changed. */
export async function news(fleet: Fleet, tell: () => void, signal: AbortSignal): Promise<void> {
  const events = await eventsOf(await connectEngine(), fleet, ['start', 'die', 'pause', 'unpause', 'health_status']);
  const close = () => events.destroy();
  signal.addEventListener('abort', close);
  try {
    if (signal.aborted) return;
    for await (const _event of events) tell();
  } catch (error) {
    if (!signal.aborted && !isLost(error)) throw error;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
