import type { Cell, Engine, Made, Sizes } from '../contract.ts';
import { type Fate, fateOf } from '../dirt.ts';
import { randomOf } from '../random.ts';
import { idOf } from '../sizes.ts';
import { badBytes, moment, words } from '../words.ts';

const KINDS = ['duplicate', 'required', 'blank', 'encoding', 'date', 'too-long', 'range', 'type', 'filtered'] as const;

export const subjectFate = (number: number): Fate => fateOf(number, KINDS);

export function* subjects(sizes: Sizes, seed: number, _engine: Engine): Generator<Made> {
  const random = randomOf(seed);
  for (let number = 0; number < sizes.subjects; number++) {
    const fate = subjectFate(number);
    const title = words(random, 3);
    const cells: Cell[] = [
      idOf(number),
      codeOf(fate === 'duplicate' ? earlierClean(number) : number),
      title,
      random() < 0.3 ? null : words(random, 8),
      String(Math.floor(random() * 61)),
      fate === 'filtered' ? 1 : 0,
      moment(random),
    ];
    soil(cells, fate, number);
    yield { cells, fate };
  }
}

function soil(cells: Cell[], fate: Fate, number: number): void {
  if (fate === 'required') cells[2] = null;
  if (fate === 'blank') cells[1] = number % 2 === 0 ? '' : '   ';
  if (fate === 'encoding') cells[3] = badBytes(`number ${number}`);
  if (fate === 'date') cells[6] = number % 2 === 0 ? '2019-02-30 10:00:00' : '0000-00-00 00:00:00';
  if (fate === 'too-long') cells[2] = `${cells[2]} `.padEnd(201 + (number % 200), 'and so on ').replace(/ $/, '.');
  if (fate === 'range') cells[4] = number % 2 === 0 ? '61' : '-1';
  if (fate === 'type') cells[4] = number % 2 === 0 ? 'five' : '2.5';
}

function codeOf(number: number): string {
  return `S-${number.toString(36).toUpperCase().padStart(5, '0')}`;
}

function earlierClean(number: number): number {
  let other = number - 1;
  while (subjectFate(other) !== 'clean') other -= 1;
  return other;
}
