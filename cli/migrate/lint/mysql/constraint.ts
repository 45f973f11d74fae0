import type { Constraint } from '../change.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './tokens.ts';

/** `REFERENCES t (c) …`, which is next. */
export function referenceOf(cursor: Cursor): { references: string } {
  cursor.expect('REFERENCES');
  const references = cursor.name();
  if (cursor.is('(')) cursor.bracketed();
  while (cursor.take('ON DELETE') || cursor.take('ON UPDATE') || cursor.take('MATCH')) {
    if (!cursor.takeOne('SET NULL', 'SET DEFAULT', 'NO ACTION')) cursor.next();
  }
  return { references };
}

/** `CHECK (…)`, which is next. */
export function checkOf(cursor: Cursor): Pick<Constraint, 'type' | 'unchecked' | 'notNullOf'> {
  cursor.expect('CHECK');
  const condition = cursor.bracketed();
  const unchecked = cursor.takeOne('NOT ENFORCED', 'ENFORCED') === 'NOT ENFORCED';
  const [column, ...rest] = condition;
  const isNotNull = rest.map(({ text }) => text.toUpperCase()).join(' ') === 'IS NOT NULL';
  return { type: 'check', unchecked, ...(isNotNull && column && { notNullOf: column.text }) };
}

/** A constraint of a table, without ADD; undefined where none is next. */
export function constraintOf(cursor: Cursor): Constraint | undefined {
  const isNamed = cursor.take('CONSTRAINT');
  cursor.take('IF NOT EXISTS');
  const named = isNamed && !KEYWORDS.some((word) => cursor.is(word)) ? cursor.name() : '';
  if (cursor.is('CHECK')) return { name: named, columns: [], ...checkOf(cursor) };
  if (cursor.take('PRIMARY KEY'))
    return { type: 'primary-key', name: 'PRIMARY', columns: keysOf(cursor), unchecked: false };
  if (cursor.take('FOREIGN KEY')) {
    cursor.take('IF NOT EXISTS');
    const name = cursor.is('(') ? named : cursor.name();
    return { type: 'foreign-key', name, columns: columnsOf(cursor), unchecked: false, ...referenceOf(cursor) };
  }
  if (cursor.take('UNIQUE')) {
    const name = indexName(cursor) || named;
    return { type: 'unique', name, columns: keysOf(cursor), unchecked: false };
  }
  if (isNamed) throw cursor.misses('a constraint');
  return undefined;
}

const KEYWORDS = ['CHECK', 'PRIMARY', 'FOREIGN', 'UNIQUE'];

/** The name of an index after INDEX or KEY; empty where it has none. */
export function indexName(cursor: Cursor): string {
  cursor.takeOne('INDEX', 'KEY');
  cursor.take('IF NOT EXISTS');
  return cursor.is('(') || cursor.is('USING') ? '' : cursor.name();
}

/** The columns of an index and all else that it says. */
export function keysOf(cursor: Cursor): string[] {
  const skipUsing = () => {
    if (cursor.take('USING')) cursor.next();
  };
  skipUsing();
  const columns = columnsOf(cursor);
  for (;;) {
    if (cursor.is('USING')) skipUsing();
    else if (cursor.take('WITH PARSER')) cursor.name();
    else if (cursor.takeOne('KEY_BLOCK_SIZE', 'COMMENT', 'M', 'DISTANCE')) {
      cursor.take('=');
      cursor.next();
    } else if (!cursor.takeOne('NOT IGNORED', 'IGNORED', 'VISIBLE', 'INVISIBLE')) return columns;
  }
}

/** `(a, b(20) DESC, (lower(c)))`: names, and nothing for what is made of columns. */
function columnsOf(cursor: Cursor): string[] {
  let depth = 0;
  const parts: Token[][] = [[]];
  for (const token of cursor.bracketed()) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0 && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.map(([first]) => (first && first.kind !== 'sign' ? first.text : ''));
}
