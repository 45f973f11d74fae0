import type { Made, Sizes } from '../contract.ts';
import { randomOf } from '../random.ts';
import { idOf } from '../sizes.ts';
import { words } from '../words.ts';

/** Nobody takes them: the fleet has no users. */
export function* users(sizes: Sizes, seed: number): Generator<Made> {
  const random = randomOf(seed);
  for (let number = 0; number < sizes.users; number++) {
    const cells = [idOf(number), `u${number}@example.org`, words(random, 2), random() < 0.9 ? 1 : 0];
    yield { cells, fate: 'filtered' };
  }
}
