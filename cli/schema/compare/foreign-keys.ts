import type { CatalogForeignKey, CatalogTable } from '../catalog/contract.ts';
import type { Difference } from './contract.ts';
import { describeForeignKey } from './describe.ts';
import { pairUp } from './pairs.ts';

export function compareForeignKeys(found: CatalogTable, wanted: CatalogTable): Difference[] {
  const { foundFor, extra } = pairUp(
    found.foreignKeys,
    wanted.foreignKeys,
    (there, key) => there.name === key.name,
    (there, key) => describeForeignKey(there) === describeForeignKey(key),
  );
  const about = ({ name }: CatalogForeignKey, problem: Difference['problem'], harmless = false) => {
    return { table: found.name, kind: 'foreign key' as const, name, problem, found: null, wanted: null, harmless };
  };
  return [
    ...wanted.foreignKeys.flatMap((key): Difference[] => {
      const there = foundFor(key);
      const should = describeForeignKey(key);
      if (!there) return [{ ...about(key, 'missing'), wanted: should }];
      const is = describeForeignKey(there);
      if (is !== should) return [{ ...about(key, 'differs'), found: is, wanted: should }];
      if (!there.validated) return [{ ...about(there, 'not validated'), found: `${is} NOT VALID`, wanted: should }];
      if (there.name === key.name) return [];
      return [{ ...about(key, 'differs', true), found: `${there.name} ${is}`, wanted: `${key.name} ${should}` }];
    }),
    ...extra.map((key) => ({ ...about(key, 'extra', true), found: describeForeignKey(key) })),
  ];
}
