import type { Catalog, CatalogTable } from '../catalog/contract.ts';
import type { Dialect } from '../dialects/contract.ts';
import { compareColumns } from './columns.ts';
import type { Difference } from './contract.ts';
import { describeColumns } from './describe.ts';
import { compareForeignKeys } from './foreign-keys.ts';
import { compareIndexes } from './indexes.ts';

/**
 * Everything in which a database is not what is wanted.
 * @param isOther tables that are somebody else's business
 */
export function differences(
  catalog: Catalog,
  wanted: readonly CatalogTable[],
  { plain }: Dialect,
  isOther: (table: string) => boolean,
): Difference[] {
  const found = plain(catalog).filter(({ name }) => !isOther(name));
  const tableNamed = (name: string) => found.find((table) => table.name === name);
  const asked = new Set(wanted.map(({ name }) => name));
  return [
    ...wanted.flatMap((table) => {
      const there = tableNamed(table.name);
      return there ? compareTable(there, table) : [{ ...about(table, 'missing', false), wanted: columnsOf(table) }];
    }),
    ...found
      .filter(({ name }) => !asked.has(name))
      .map((table) => ({ ...about(table, 'extra', true), found: columnsOf(table) })),
    ...leftTypes(catalog),
  ];
}

function compareTable(found: CatalogTable, wanted: CatalogTable): Difference[] {
  const extra = (kind: Difference['kind'], name: string, text: string): Difference => {
    return { ...about(found, 'extra', true), kind, name, found: text };
  };
  return [
    ...compareColumns(found, wanted),
    ...comparePrimaryKey(found, wanted),
    ...compareIndexes(found, wanted),
    ...compareForeignKeys(found, wanted),
    ...found.checks.map(({ name, expression }) => extra('check', name, expression)),
    ...found.triggers.map(({ name, definition }) => extra('trigger', name, definition)),
  ];
}

function about({ name }: CatalogTable, problem: Difference['problem'], harmless: boolean): Difference {
  return { table: name, kind: 'table', name: null, problem, found: null, wanted: null, harmless };
}

function columnsOf({ columns }: CatalogTable): string {
  return describeColumns(columns.map(({ name }) => name));
}

function comparePrimaryKey(found: CatalogTable, wanted: CatalogTable): Difference[] {
  const is = found.primaryKey.length > 0 ? describeColumns(found.primaryKey) : null;
  const should = describeColumns(wanted.primaryKey);
  if (is === should) return [];
  const problem = is === null ? 'missing' : 'differs';
  return [{ ...about(found, problem, false), kind: 'primary key', found: is, wanted: should }];
}

/** PostgreSQL keeps the type of an enum when its column goes. */
function leftTypes({ tables, enumTypes }: Catalog): Difference[] {
  const used = new Set(
    tables.flatMap(({ columns }) => columns.map(({ type }) => type.replace(/^"?(.*?)"?(\[\])*$/, '$1'))),
  );
  return enumTypes
    .filter(({ name }) => !used.has(name))
    .map(({ name, values }) => ({
      ...{ table: null, kind: 'enum type', name, problem: 'extra' },
      ...{ found: values.join(', '), wanted: null, harmless: true },
    }));
}
