import type { CatalogIndex, CatalogTable } from '../catalog/contract.ts';
import type { Difference } from './contract.ts';
import { describeIndex } from './describe.ts';
import { pairUp } from './pairs.ts';

/** By name; those of a constraint, to which engines give names, by what they are of. */
export function compareIndexes(found: CatalogTable, wanted: CatalogTable): Difference[] {
  const { foundFor, extra } = pairUp(
    found.indexes,
    wanted.indexes,
    (there, index) => !index.constraint && there.name === index.name,
    (there, index) => describeIndex(there) === describeIndex(index),
    // A constraint whose index is another now.
    (there, index) => index.constraint && there.name === index.name,
  );
  const about = ({ name }: CatalogIndex, problem: Difference['problem'], harmless = false) => {
    return { table: found.name, kind: 'index' as const, name, problem, found: null, wanted: null, harmless };
  };
  return [
    ...wanted.indexes.flatMap((index): Difference[] => {
      const there = foundFor(index);
      const should = describeIndex(index);
      if (!there) return [{ ...about(index, 'missing'), wanted: should }];
      const is = describeIndex(there);
      if (is !== should) return [{ ...about(index, 'differs'), found: is, wanted: should }];
      if (!there.valid) return [{ ...about(there, 'invalid'), found: is, wanted: should }];
      if (index.constraint || there.name === index.name) return [];
      return [{ ...about(index, 'differs', true), found: `${there.name} ${is}`, wanted: `${index.name} ${should}` }];
    }),
    ...extra.map((index) => ({
      ...about(index, index.valid ? 'extra' : 'invalid', index.valid),
      found: describeIndex(index),
    })),
  ];
}
