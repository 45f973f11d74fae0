import type { Change } from '../change.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './tokens.ts';

const HINTS = ['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'QUICK', 'IGNORE', 'INTO'];

/** A change of rows, which is next; its conditions do not matter. */
export function write(cursor: Cursor): Change[] {
  const verb = cursor.takeOne('UPDATE', 'DELETE', 'INSERT', 'REPLACE');
  if (!verb) throw cursor.misses('a statement that lint knows');
  while (cursor.takeOne(...HINTS));
  if (verb === 'DELETE' && !cursor.take('FROM')) {
    // DELETE a, b FROM …
    return several(cursor, verb);
  }
  const table = cursor.name();
  if (verb === 'UPDATE' || verb === 'DELETE') {
    const rest = cursor.rest();
    // Which of them it changes, only its columns tell.
    const joins = verb === 'UPDATE' && isJoin(rest);
    return [{ kind: 'write', verb, table: joins ? 'several tables' : table, batched: false, named: namedBy(rest) }];
  }
  const words = cursor.rest().filter(({ kind }) => kind === 'word');
  const reads = ['SELECT', 'FROM'].every((word) => words.some(({ text }) => text.toUpperCase() === word));
  return reads ? [{ kind: 'write', verb: 'INSERT … SELECT', table, batched: false }] : [];
}

/** Whether more than one table stands before SET. */
function isJoin(tokens: readonly Token[]): boolean {
  const words = tokens.map(({ kind, text }) => (kind === 'name' ? '' : text.toUpperCase()));
  return words.slice(0, words.indexOf('SET')).some((word) => word === ',' || word === 'JOIN');
}

function several(cursor: Cursor, verb: 'DELETE'): Change[] {
  const tables = cursor.list(() => {
    const table = cursor.name();
    cursor.take('. *');
    return table;
  });
  cursor.rest();
  return tables.map((table) => ({ kind: 'write', verb, table, batched: false }));
}

/** `c = value` or `c IN (values)`, if what stands after WHERE is no more. */
function namedBy(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(({ kind, text }) => kind === 'word' && text.toUpperCase() === 'WHERE');
  const [column, operator, ...values] = at < 0 ? [] : tokens.slice(at + 1);
  const isList = operator?.text.toUpperCase() === 'IN';
  if (!column || (operator?.text !== '=' && !isList)) return undefined;
  const isValue = ({ kind, text }: Token) => kind === 'string' || kind === 'number' || (isList && /^[(),]$/.test(text));
  return (isList || values.length === 1) && values.every(isValue) ? column.text : undefined;
}
