import type { Dialect } from '../../database/index.ts';
import { type Column, toDriver } from '../columns.ts';
import { holding } from '../lists.ts';
import type { Filter, ListQuery, SortKey } from './list-query.ts';
import { isSearched } from './operators.ts';

export interface ListSource {
  /** `"id", "created_at" AS "createdAt", …` */
  readonly selection: string;
  /** Quoted table name. */
  readonly table: string;
  readonly columns: readonly Column[];
  readonly dialect: Dialect;
  /** What is true of every row that can be in a list; absent or empty: nothing. */
  readonly live?: string;
}

/** A column that rows carry along from another table. */
export interface Carried {
  /** Under its JSON name, e.g. `kept.data AS "customer"`. */
  readonly column: string;
  /** Finds one row at most by the JSON names of a page, e.g. `LEFT JOIN kept ON kept.id = page."customerId"`. */
  readonly join: string;
}

/** One page and one row more, which tells whether another page follows. */
export function listStatement(
  source: ListSource,
  query: ListQuery,
  carried: readonly Carried[] = [],
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const { dialect } = source;
  const bind = (value: unknown) => `$${values.push(value)}`;

  const conditions = query.filters.map((filter) => condition(filter, dialect, bind));
  if (query.search) conditions.push(searched(source, query.search, bind));
  if (query.after) conditions.push(beyond(query.sort, query.after, dialect, bind));

  if (source.live) conditions.push(source.live);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  // Written out: of an unknown limit a planner thinks a tenth of the table, and plans anew each time.
  const limit = query.limit + 1;
  const page = `SELECT ${source.selection} FROM ${source.table}${where}${orderBy(query, dialect)} LIMIT ${limit}`;
  return { text: carried.length > 0 ? carrying(page, query, carried, dialect) : page, values };
}

/** Joined to the rows of the page alone, however many are sorted for it; a join may change their order. */
function carrying(page: string, query: ListQuery, carried: readonly Carried[], dialect: Dialect): string {
  const columns = carried.map(({ column }) => column).join(', ');
  const joins = carried.map(({ join }) => join).join(' ');
  return `SELECT page.*, ${columns} FROM (${page}) AS page ${joins}${orderBy(query, dialect, 'page')}`;
}

type Bind = (value: unknown) => string;

/** A value to compare a column with. */
function operand(column: Column, value: unknown, dialect: Dialect, bind: Bind): string {
  const placeholder = bind(toDriver(column, value, dialect));
  if (column.kind !== 'decimal') return placeholder;
  return dialect.decimal(placeholder, (value as string).split('.')[1]?.length ?? 0);
}

const COMPARISONS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function condition({ column, operator, value }: Filter, dialect: Dialect, bind: Bind): string {
  const name = dialect.quote(column.column);
  const bound = (each: unknown) => operand(column, each, dialect, bind);
  if (column.kind === 'list') return holding(column, `IN (${[value].flat().map(bound).join(', ')})`, dialect);
  switch (operator) {
    case 'null':
      return value ? `${name} IS NULL` : `${name} IS NOT NULL`;
    case 'in':
      return `${name} IN (${(value as unknown[]).map(bound).join(', ')})`;
    case 'contains':
      return dialect.contains(name, bind(pattern(value as string)));
    case 'ne':
      // A missing value is not the value asked about; plain SQL would leave those rows out.
      return `(${name} <> ${bound(value)} OR ${name} IS NULL)`;
    default:
      return `${name} ${COMPARISONS[operator]} ${bound(value)}`;
  }
}

function searched({ columns, dialect }: ListSource, search: string, bind: Bind): string {
  const texts = columns.filter(isSearched);
  if (texts.length === 0) return 'FALSE';
  return `(${texts.map(({ column }) => dialect.contains(dialect.quote(column), bind(pattern(search)))).join(' OR ')})`;
}

function pattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

/** @param rows the subquery whose rows are sorted, under their JSON names; absent: the table */
function orderBy({ sort }: ListQuery, dialect: Dialect, rows?: string): string {
  const nameOf = ({ name, column }: Column) =>
    rows === undefined ? dialect.quote(column) : `${rows}.${dialect.quote(name)}`;
  return ` ORDER BY ${sort.map((key) => ordered(key, nameOf(key.column))).join(', ')}`;
}

/** Nulls come last in both directions, spelt so that every engine agrees. */
function ordered({ column, descending }: SortKey, name: string): string {
  const direction = descending ? `${name} DESC` : name;
  return column.nullable ? `${name} IS NULL, ${direction}` : direction;
}

/**
 * Rows beyond a place in the order: greater in the first key, or equal there and beyond in the rest.
 * (a, b, c) > (x, y, z) written out, since keys differ in direction and may be null.
 */
function beyond(sort: readonly SortKey[], after: readonly unknown[], dialect: Dialect, bind: Bind): string {
  const [key, ...rest] = sort as [SortKey, ...SortKey[]];
  const [value, ...restValues] = after;
  const { column } = key;
  const name = dialect.quote(column.column);
  const bound = () => operand(column, value, dialect, bind);
  const past = value === null ? 'FALSE' : pastKey(key, name, bound(), dialect);
  if (rest.length === 0) return past;
  const same = value === null ? `${name} IS NULL` : `${name} = ${bound()}`;
  return `(${past} OR (${same} AND ${beyond(rest, restValues, dialect, bind)}))`;
}

function pastKey({ column, descending }: SortKey, name: string, value: string, { ranked }: Dialect): string {
  const [left, right] = [name, value].map((each) => (column.values ? ranked(each, column.values) : each));
  const further = `${left} ${descending ? '<' : '>'} ${right}`;
  return column.nullable ? `(${further} OR ${name} IS NULL)` : further;
}
