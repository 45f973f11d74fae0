import type fc from 'fast-check';

/** Draws in a row without luck after which there is none to be had. */
const ENOUGH = 2_000;

/** Those values of which something is true. @throws RangeError while drawing, where it is true of hardly any: a filter would look for ever */
export function sometimes<T>(values: fc.Arbitrary<T>, what: string, holds: (value: T) => boolean): fc.Arbitrary<T> {
  let missed = 0;
  return values.filter((value) => {
    const fits = holds(value);
    missed = fits ? 0 : missed + 1;
    if (missed > ENOUGH) throw new RangeError(`Nothing can be made up that is ${what}.`);
    return fits;
  });
}
