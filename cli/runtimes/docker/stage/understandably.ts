import type { Stage } from '../../stage.ts';
import { told } from '../told.ts';

/** An engine that goes away is told as such by each act, so that a deploy knows that nothing can be put back now. */
export function understandably(stage: Stage): Stage {
  const acts = Object.entries(stage).map(([name, act]) => [
    name,
    (...call: unknown[]) => told(() => (act as (...given: unknown[]) => Promise<unknown>)(...call)),
  ]);
  return Object.fromEntries(acts) as Stage;
}
