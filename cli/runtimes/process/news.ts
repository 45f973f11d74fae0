import type { Fleet } from '../../config/model.ts';
import { layoutOf } from '../layout.ts';
import { Control, isGone } from './control/client.ts';

/** Calls whenever the supervisor notes something in its journal. Whoever listens holds nothing. */
export async function news(fleet: Fleet, tell: () => void, signal: AbortSignal): Promise<void> {
  try {
    await Control.find(layoutOf(fleet.root).control)?.hear(tell, signal);
  } catch (error) {
    if (!signal.aborted && !isGone(error)) throw error;
  }
}
