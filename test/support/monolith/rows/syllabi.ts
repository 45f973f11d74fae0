import type { Cell, Engine, Made, Sizes } from '../contract.ts';
import { type Fate, fateOf } from '../dirt.ts';
import { pick, randomOf } from '../random.ts';
import { idOf, idOfNothing } from '../sizes.ts';
import { moment, words } from '../words.ts';
import { documentFate } from './documents.ts';
import { subjectFate } from './subjects.ts';

const KINDS = [
  ...(['orphan', 'required', 'enum', 'pattern', 'json', 'too-long', 'date', 'nul', 'blank', 'filtered'] as const),
];
/** As people typed them over the years. */
const STATES = ['draft', 'Draft', 'PUBLISHED', 'published', 'Archived'];

/** Numbers of those whose subject stays behind: what is wrong there reaches them. */
export function syllabusFate(number: number, sizes: Sizes): Fate {
  const fate = fateOf(number, KINDS);
  return fate === 'clean' && subjectFate(subjectOf(number, sizes)) !== 'clean' ? 'chain' : fate;
}

export function* syllabi(sizes: Sizes, seed: number, engine: Engine): Generator<Made> {
  const random = randomOf(seed);
  for (let number = 0; number < sizes.syllabi; number++) {
    const fate = syllabusFate(number, sizes);
    const year = 2010 + Math.floor(random() * 14);
    const { cell: document, detached } = documentOf(random, sizes);
    const cells: Cell[] = [
      idOf(number),
      `${words(random, 4)}${number % 50 === 0 ? ' 📘' : ''}`,
      `${year}/${year + 1}`,
      pick(random, STATES),
      random() < 0.5 ? null : `{"weeks": ${Math.floor(random() * 20)}, "topics": ["${words(random, 1)}", "x"]}`,
      idOf(fate === 'clean' || fate === 'chain' ? subjectOf(number, sizes) : cleanSubject(number, sizes)),
      document,
      idOf(Math.floor(random() * sizes.users)),
      fate === 'filtered' ? 1 : 0,
      moment(random),
      moment(random),
    ];
    soil(cells, fate, number, engine);
    yield { cells, fate, detached };
  }
}

function soil(cells: Cell[], fate: Fate, number: number, engine: Engine): void {
  if (fate === 'orphan') cells[5] = number % 3 === 0 ? 0 : idOfNothing(number);
  if (fate === 'required') cells[1] = null;
  if (fate === 'blank') cells[1] = '';
  if (fate === 'enum') cells[3] = number % 2 === 0 ? 'in review' : '';
  if (fate === 'pattern') cells[2] = number % 2 === 0 ? '2019-20' : 'unknown';
  if (fate === 'json') cells[4] = '{"weeks": 3, "topics": [';
  if (fate === 'too-long') cells[1] = `${cells[1]}`.padEnd(201 + (number % 100), '!');
  if (fate === 'date') cells[10] = engine === 'mariadb' ? '0000-00-00 00:00:00' : '2015-04-31 08:00:00';
  // PostgreSQL's text holds no U+0000, but JSON spells it.
  if (fate === 'nul' && engine === 'mariadb') cells[1] = `${cells[1]}\0`;
  if (fate === 'nul' && engine === 'postgres') cells[4] = '{"topics": ["\\u0000"]}';
}

/** Any: also one that stays behind. */
function subjectOf(number: number, sizes: Sizes): number {
  return (number * 7_919) % sizes.subjects;
}

function cleanSubject(number: number, sizes: Sizes): number {
  let other = subjectOf(number, sizes);
  while (subjectFate(other) !== 'clean') other = (other + 1) % sizes.subjects;
  return other;
}

function documentOf(random: () => number, sizes: Sizes): { cell: number | null; detached: boolean } {
  const chance = random();
  const number = Math.floor(random() * sizes.documents);
  if (chance < 0.7) return { cell: null, detached: false };
  if (chance < 0.71) return { cell: idOfNothing(number), detached: true };
  return { cell: idOf(number), detached: documentFate(number) !== 'clean' };
}
