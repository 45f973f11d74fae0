import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { levelsOf } from '../order.ts';
import { Control, isGone } from './control/client.ts';

/** Replaces processes in the order of their dependencies; each works on until its successor has loaded. */
export async function restart(fleet: Fleet, names: readonly string[], narrator: Narrator): Promise<void> {
  const control = Control.find(layoutOf(fleet.root).control);
  if (!control) throw notRunning(fleet);
  const services = fleet.services.filter(({ name }) => names.length === 0 || names.includes(name));
  try {
    for (const level of levelsOf(services)) {
      await Promise.all(
        level.map(({ name }) => narrator.step(`restart ${name}`, () => control.order('POST /replace', { name }))),
      );
    }
  } catch (error) {
    throw isGone(error) ? notRunning(fleet) : error;
  }
}
