import { nearest } from '../../config/nearest.ts';
import type { Catalog, CatalogTable } from '../../schema/catalog/contract.ts';
import type { Mapping, SplitMapping } from '../mapping/contract.ts';
import type { Mistake } from '../mapping/mistake.ts';
import { columnsOf } from '../run/selection.ts';

/** A mapping against the old database: nothing named that is not there, and nothing there that is not mentioned. */
export function* againstSource({ mappings, ignore }: SplitMapping, catalog: Catalog): Generator<Mistake> {
  const tables = new Map(catalog.tables.map((table) => [table.name, table]));
  for (const mapping of mappings) yield* ofMapping(mapping, tables);
  for (const name of Object.keys(ignore)) {
    if (!tables.has(name)) yield unknownTable(['ignore', name], name, tables, 'key');
    else if (mappings.some((mapping) => tablesOf(mapping).includes(name))) {
      const message = `\`${name}\` is mapped as well`;
      yield { path: ['ignore', name], at: 'key', code: 'ignored_and_mapped', message };
    }
  }
  for (const table of catalog.tables) yield* unmentioned(table, mappings, ignore);
}

function* ofMapping(mapping: Mapping, tables: ReadonlyMap<string, CatalogTable>): Generator<Mistake> {
  const path = ['mappings', mapping.name];
  for (const name of tablesOf(mapping)) {
    const key = 'table' in mapping.from ? 'from' : 'reads';
    if (!tables.has(name))
      yield { ...unknownTable(path, name, tables, 'key'), message: `\`${key}\`: there is no table \`${name}\`` };
  }
  const table = 'table' in mapping.from ? tables.get(mapping.from.table) : undefined;
  if (!table) return;
  if (mapping.key === undefined && table.primaryKey.length === 0) {
    const message = `\`${table.name}\` has no primary key: say by \`key\` what tells its rows apart`;
    yield { path, at: 'key', code: 'missing_key', message };
  }
  const known = table.columns.map(({ name }) => name);
  const used: [path: string[], column: string][] = [
    ...(mapping.key ?? []).map((column): [string[], string] => [[...path, 'key'], column]),
    ...Object.entries(mapping.fields).flatMap(([field, value]) =>
      columnsOf(value).map((column): [string[], string] => [[...path, 'fields', field], column]),
    ),
    ...Object.keys(mapping.ignore).map((column): [string[], string] => [[...path, 'ignore', column], column]),
  ];
  for (const [at, column] of used) {
    if (known.includes(column)) continue;
    const message = `\`${table.name}\` has no column \`${column}\``;
    yield { path: at, at: 'key', code: 'unknown_column', message, suggestion: nearest(column, known) };
  }
}

function* unmentioned(
  table: CatalogTable,
  mappings: readonly Mapping[],
  ignore: Readonly<Record<string, string>>,
): Generator<Mistake> {
  if (Object.hasOwn(ignore, table.name)) return;
  const its = mappings.filter((mapping) => tablesOf(mapping).includes(table.name));
  const [first] = its;
  if (!first) {
    const message = `\`${table.name}\` is neither mapped nor ignored: give a reason for it under \`ignore\``;
    yield { path: ['mappings'], at: 'key', code: 'unmentioned_table', message };
    return;
  }
  const missing = table.columns.filter(
    ({ name }) => !table.primaryKey.includes(name) && !its.some((each) => mentions(each, name)),
  );
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `\`${name}\``).join(', ');
  const message = `${names} of \`${table.name}\` ${missing.length === 1 ? 'is' : 'are'} neither mapped nor ignored: give a reason under \`ignore\``;
  yield { path: ['mappings', first.name], at: 'key', code: 'unmentioned_column', message };
}

/** What SQL says is not understood, but names in it are seen. */
function mentions({ fields, key = [], ignore, where = '', from }: Mapping, column: string): boolean {
  if (key.includes(column) || Object.hasOwn(ignore, column)) return true;
  const values = Object.values(fields);
  if (values.some((value) => columnsOf(value).includes(column))) return true;
  const sql = [where, 'sql' in from ? from.sql : '', ...values.map((value) => value.sql ?? '')].join(' ');
  return sql.includes('*') && 'sql' in from
    ? true
    : new Set<string>(sql.match(/[\p{L}_][\p{L}\p{N}_$]*/gu)).has(column);
}

function tablesOf({ from }: Mapping): readonly string[] {
  return 'table' in from ? [from.table] : from.reads;
}

function unknownTable(path: string[], name: string, tables: ReadonlyMap<string, unknown>, at: 'key'): Mistake {
  return {
    path,
    at,
    code: 'unknown_table',
    message: `there is no table \`${name}\``,
    suggestion: nearest(name, tables.keys()),
  };
}
