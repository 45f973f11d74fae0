import { Misfit } from '../fit/misfit.ts';
import type { TextSet } from '../keys/text-set.ts';
import type { Cells } from '../source/contract.ts';
import type { Value } from '../transform/compile-value.ts';

const REQUIRED = new Misfit('required');
const DUPLICATE = new Misfit('duplicate');
/** Of a list: its owner and what is in it, and which pairs there were. */
export interface Pair {
  readonly owner: Value;
  readonly item: Value;
  readonly seen: TextSet;
}

/** Of a list of ids (docs/relations.md). */
const LONGEST_LIST = 100;

/** Rows come in the order of their owners, so places are counted. */
export function compilePair({ owner, item, seen }: Pair) {
  const tooMany = new Misfit('out_of_range', `more than ${LONGEST_LIST} in a list`);
  let last = '';
  let next = 0;
  return (cells: Cells, fail: (field: string, why: Misfit) => void): { id: string; position: number } | undefined => {
    const [of, what] = [owner(cells), item(cells)];
    if (typeof of !== 'string') fail('owner', of ?? REQUIRED);
    if (typeof what !== 'string') fail('item', what ?? REQUIRED);
    if (typeof of !== 'string' || typeof what !== 'string') return undefined;
    if (of !== last) next = 0;
    last = of;
    const id = `${of},${what}`;
    if (next >= LONGEST_LIST) fail('item', tooMany);
    else if (!seen.add(id)) fail('item', DUPLICATE);
    else return { id, position: next++ };
    return undefined;
  };
}
