import type { CatalogColumn, CatalogTable } from '../catalog/contract.ts';
import type { Difference } from './contract.ts';
import { describeColumn } from './describe.ts';

/** In any order: what comes later stands at the end. */
export function compareColumns(found: CatalogTable, wanted: CatalogTable): Difference[] {
  const columnIn = ({ columns }: CatalogTable, name: string) => columns.find((column) => column.name === name);
  const about = (name: string, problem: Difference['problem']) => {
    return { table: found.name, kind: 'column' as const, name, problem, found: null, wanted: null, harmless: false };
  };
  return [
    ...wanted.columns.flatMap((column): Difference[] => {
      const should = describeColumn(column);
      const there = columnIn(found, column.name);
      if (!there) return [{ ...about(column.name, 'missing'), wanted: should }];
      const is = describeColumn(there);
      return is === should ? [] : [{ ...about(column.name, 'differs'), found: is, wanted: should }];
    }),
    ...found.columns
      .filter(({ name }) => !columnIn(wanted, name))
      .map((column) => ({
        ...about(column.name, 'extra'),
        found: describeColumn(column),
        harmless: isFilledByItself(column),
      })),
  ];
}

/** Whether a row can be inserted that does not know of it. */
function isFilledByItself(column: CatalogColumn): boolean {
  return column.nullable || column.default !== null || column.autoIncrement || column.generated !== null;
}
