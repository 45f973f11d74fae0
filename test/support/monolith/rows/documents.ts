import type { Cell, Made, Sizes } from '../contract.ts';
import { type Fate, fateOf } from '../dirt.ts';
import { contentOf, pathOf } from '../files.ts';
import { randomOf } from '../random.ts';
import { idOf } from '../sizes.ts';
import { moment, words } from '../words.ts';

const KINDS = ['required', 'blank', 'no-content', 'file-missing', 'file-outside', 'date', 'too-long'] as const;

export const documentFate = (number: number): Fate => fateOf(number, KINDS);

/** Every other one has its contents beside it, the rest on the disk. */
export const isOnDisk = (number: number): boolean => number % 2 === 1;

export function* documents(sizes: Sizes, seed: number): Generator<Made> {
  const random = randomOf(seed);
  for (let number = 0; number < sizes.documents; number++) {
    const fate = documentFate(number);
    const cells: Cell[] = [
      idOf(number),
      `${words(random, 2)} ${number}.txt`,
      'text/plain',
      isOnDisk(number) ? null : contentOf(number, seed),
      isOnDisk(number) ? pathOf(number) : null,
      // An owner who has left is none of file-service's business.
      idOf(Math.floor(random() * sizes.users * 1.1)),
      moment(random),
    ];
    soil(cells, fate, number);
    yield { cells, fate };
  }
}

function soil(cells: Cell[], fate: Fate, number: number): void {
  if (fate === 'required') cells[1] = null;
  if (fate === 'blank') cells[1] = '  ';
  if (fate === 'too-long') cells[1] = `${String(number).padEnd(256, '-')}.txt`;
  if (fate === 'date') cells[6] = '2021-13-01 00:00:00';
  if (fate === 'no-content' || fate.startsWith('file-')) cells[3] = null;
  if (fate === 'no-content') cells[4] = null;
  if (fate === 'file-missing') cells[4] = `gone/${number}.txt`;
  if (fate === 'file-outside') cells[4] = '../outside.txt';
}
