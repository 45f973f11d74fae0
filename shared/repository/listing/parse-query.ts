import { type FieldError, jsonPointer, Problem } from '../../errors/index.ts';
import type { Column } from '../columns.ts';
import { uuidIn } from '../uuid.ts';
import { decodeCursor } from './cursor.ts';
import { isDate } from './date.ts';
import { isDecimal } from './decimal.ts';
import { LIMITS, MAX_INTEGER } from './limits.ts';
import type { Filter, ListQuery, Operator, SortKey } from './list-query.ts';
import { isSortable, operatorsOf, takesSearch } from './operators.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * Checks every parameter and reports all that are wrong at once.
 * @param order where the parameters ask for none
 * @throws Problem `invalid_query`
 */
export function parseListQuery(
  columns: readonly Column[],
  parameters: Record<string, unknown>,
  order: readonly SortKey[] = [],
): ListQuery {
  const errors: FieldError[] = [];
  const query: { -readonly [K in keyof ListQuery]: ListQuery[K] } = {
    limit: LIMITS.pageUnlessAsked,
    sort: order,
    filters: [],
  };
  const filters: Filter[] = [];
  let cursor: string | undefined;

  for (const [name, raw] of Object.entries(parameters)) {
    const fail = (code: string, message: string) => errors.push({ path: jsonPointer([name]), code, message });
    if (typeof raw !== 'string') fail('repeated', 'may be given once');
    else if (!isPlain(raw)) fail('characters', 'must not hold NUL or lone surrogates');
    else if (name === 'limit') query.limit = parseLimit(raw, fail);
    else if (name === 'sort') query.sort = parseSort(columns, raw, fail);
    else if (name === 'cursor') cursor = raw;
    else if (name === 'q' && takesSearch(columns)) query.search = parseText(raw, fail);
    else if (name.startsWith('filter')) filters.push(...parseFilter(columns, name, raw, fail));
    else fail('unknown', 'is no parameter of this list');
  }
  if (filters.length > LIMITS.filters) {
    errors.push({ path: '/filter', code: 'too_many', message: `at most ${LIMITS.filters} filters` });
  }

  query.filters = filters;
  query.sort = withTieBreaker(columns, query.sort);
  if (cursor !== undefined && errors.length === 0) {
    query.after = decodeCursor(cursor, query.sort);
    if (!query.after)
      errors.push({ path: '/cursor', code: 'cursor', message: 'is not a cursor of this list and sort' });
  }
  if (errors.length > 0) throw new Problem('invalid_query', { detail: 'The query string is not valid.', errors });
  return query;
}

type Fail = (code: string, message: string) => void;

function parseLimit(raw: string, fail: Fail): number {
  const limit = /^\d{1,4}$/.test(raw) ? Number(raw) : 0;
  if (limit < 1 || limit > LIMITS.page) fail('limit', `must be a whole number from 1 to ${LIMITS.page}`);
  return limit;
}

/** The order of a list that is not asked for another: whatever clients may sort by. */
export function orderOf(columns: readonly Column[], order: string): readonly SortKey[] {
  const open = columns.map(({ withheld: _, ...column }) => column);
  return parseSort(open, order, (_, message) => {
    throw new Error(`The order of a list ${message}`);
  });
}

function parseSort(columns: readonly Column[], raw: string, fail: Fail): SortKey[] {
  const keys: SortKey[] = [];
  for (const part of raw.split(',')) {
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    const column = columns.find((candidate) => candidate.name === name);
    if (!column || !isSortable(column)) fail('sort', `cannot sort by "${name.slice(0, 64)}"`);
    else if (keys.some((key) => key.column === column)) fail('sort', `names ${name} twice`);
    else keys.push({ column, descending });
  }
  return keys;
}

/** Every order ends in the id, so that a cursor names one place. UUIDv7 ids are in order of creation. */
function withTieBreaker(columns: readonly Column[], sort: readonly SortKey[]): readonly SortKey[] {
  const id = columns.find((column) => column.name === 'id') as Column;
  return sort.some((key) => key.column === id) ? sort : [...sort, { column: id, descending: false }];
}

function parseText(raw: string, fail: Fail): string | undefined {
  if (lengthOf(raw) > LIMITS.text) fail('length', `at most ${LIMITS.text} characters`);
  return raw.trim() === '' ? undefined : raw.trim();
}

function parseFilter(columns: readonly Column[], name: string, raw: string, fail: Fail): Filter[] {
  const match = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(name);
  const column = columns.find((candidate) => candidate.name === match?.[1]);
  if (!column) {
    fail('filter', 'names no field of this resource');
    return [];
  }
  const operator = (match?.[2] ?? 'eq') as Operator;
  const operators = operatorsOf(column);
  if (!operators.includes(operator)) {
    const known = operators.length > 0 ? `can be filtered by ${operators.join(', ')}` : 'cannot be filtered by';
    fail('operator', `${column.name} ${known}`);
    return [];
  }
  const value = parseOperand(column, operator, raw);
  if (value === undefined) {
    fail('value', `is not a value for ${operator} on ${column.name} (${column.values?.join(', ') ?? column.kind})`);
    return [];
  }
  return [{ column, operator, value }];
}

function parseOperand(column: Column, operator: Operator, raw: string): unknown {
  if (operator === 'null') return parseBoolean(raw);
  if (operator === 'contains') return lengthOf(raw) <= LIMITS.text && raw !== '' ? raw : undefined;
  if (operator !== 'in') return parseValue(column, raw);
  const values = raw.split(',').map((part) => parseValue(column, part));
  return values.length <= LIMITS.values && !values.includes(undefined) ? values : undefined;
}

function parseValue(column: Column, raw: string): unknown {
  switch (column.kind) {
    case 'uuid':
    case 'list':
      return uuidIn(raw);
    case 'integer':
      return /^-?\d{1,10}$/.test(raw) && Math.abs(Number(raw)) <= MAX_INTEGER ? Number(raw) : undefined;
    case 'bigint':
      return /^-?\d{1,16}$/.test(raw) && Number.isSafeInteger(Number(raw)) ? Number(raw) : undefined;
    case 'decimal':
      return isDecimal(raw) ? raw : undefined;
    case 'date':
      return isDate(raw) ? raw : undefined;
    case 'boolean':
      return parseBoolean(raw);
    case 'enum':
      return column.values?.includes(raw) ? raw : undefined;
    case 'timestamp':
      return parseTimestamp(raw);
    default:
      return raw;
  }
}

function parseBoolean(raw: string): boolean | undefined {
  return raw === 'true' ? true : raw === 'false' ? false : undefined;
}

/** As JSON Schema counts characters, and the document tells. */
function lengthOf(text: string): number {
  return [...text].length;
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
