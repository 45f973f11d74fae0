import type { Path } from '../config/mistake.ts';
import type { Position } from '../config/tree.ts';
import { AuroraError } from '../errors.ts';

/** For what stands in several places at once: a change of one would change them all. */
export function byHand({ line, column }: Position, path: Path, what: string): AuroraError {
  return new AuroraError('edit_by_hand', `\`${path.join('.')}\` is ${what}, which this command does not change.`, {
    exit: 'usage',
    details: [`It stands at line ${line}, column ${column}.`],
    next: 'edit the config by hand, then aurora generate',
  });
}
