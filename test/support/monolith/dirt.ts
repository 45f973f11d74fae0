/** What can be wrong with a row; it is no more than one of these. */
export type Kind =
  | 'blank'
  | 'chain'
  | 'date'
  | 'duplicate'
  | 'encoding'
  | 'enum'
  | 'file-missing'
  | 'file-outside'
  | 'json'
  | 'no-content'
  | 'nul'
  | 'orphan'
  | 'pattern'
  | 'range'
  | 'required'
  | 'too-long'
  | 'type';

export type Fate = Kind | 'clean' | 'filtered';

/** One row of so many is of each kind, and of those that are left out. */
const PERIOD = 200;
/** Shares no factor with the period: what is wrong is spread over all rows. */
const STRIDE = 77;

/** What becomes of the row with a number, of a table in which these things are wrong. */
export function fateOf(number: number, kinds: readonly Fate[]): Fate {
  // The first ones are what later ones point to, or repeat.
  if (number < FIRST) return 'clean';
  return kinds[(number * STRIDE) % PERIOD] ?? 'clean';
}

/** Rows at the beginning of each table with which nothing is wrong. */
export const FIRST = 10;
