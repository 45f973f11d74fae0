import type { Column, Constraint, Type } from '../change.ts';
import { checkOf, referenceOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';

const ALIASES: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  character: 'char',
  nchar: 'char',
  nvarchar: 'varchar',
  varcharacter: 'varchar',
  real: 'double',
  json: 'longtext',
  serial: 'bigint',
};

export function typeOf(cursor: Cursor): Type {
  cursor.take('NATIONAL');
  const spelt = cursor.next().text.toLowerCase();
  if (cursor.takeOne('PRECISION', 'VARYING') === 'VARYING') return sized(cursor, 'varchar');
  return sized(cursor, ALIASES[spelt] ?? spelt);
}

function sized(cursor: Cursor, name: string): Type {
  const args = cursor.is('(') ? cursor.bracketed().filter(({ kind }) => kind !== 'sign') : [];
  let unsigned = false;
  let charset: string | undefined;
  for (;;) {
    if (cursor.take('UNSIGNED')) unsigned = true;
    else if (cursor.take('CHARACTER SET') || cursor.take('CHARSET')) charset = cursor.next().text.toLowerCase();
    else if (!cursor.takeOne('SIGNED', 'ZEROFILL', 'BINARY', 'ASCII', 'UNICODE')) break;
  }
  return {
    name,
    args: args.map(({ text }) => text),
    ...(unsigned && { unsigned }),
    ...(charset !== undefined && { charset }),
  };
}

type Draft = { -readonly [K in keyof Column]: Column[K] } & { constraints: Constraint[] };

/** What stands after the name of a column, but for its place. */
export function columnOf(cursor: Cursor, name: string): Column {
  const isSerial = cursor.is('SERIAL');
  const type = typeOf(cursor);
  const column: Draft = { name, type, notNull: isSerial, numbered: isSerial, constraints: [] };
  while (!cursor.ends && !cursor.is(',') && !cursor.is(')') && !cursor.is('FIRST') && !cursor.is('AFTER')) {
    attribute(cursor, column);
  }
  return column;
}

function attribute(cursor: Cursor, column: Draft): void {
  const own = { name: '', columns: [column.name], unchecked: false, inline: true } as const;
  if (cursor.take('NOT NULL')) column.notNull = true;
  else if (cursor.take('NULL')) column.notNull = false;
  else if (cursor.take('DEFAULT')) column.fallback = fallbackOf(cursor);
  else if (cursor.take('AUTO_INCREMENT')) column.numbered = true;
  else if (cursor.take('UNIQUE')) {
    cursor.take('KEY');
    column.constraints.push({ type: 'unique', ...own });
  } else if (cursor.take('PRIMARY KEY') || cursor.take('KEY')) {
    column.notNull = true;
    column.constraints.push({ type: 'primary-key', ...own });
  } else if (cursor.is('REFERENCES')) column.constraints.push({ type: 'foreign-key', ...own, ...referenceOf(cursor) });
  else if (cursor.is('CONSTRAINT') || cursor.is('CHECK')) {
    const constraintName = cursor.take('CONSTRAINT') && !cursor.is('CHECK') ? cursor.name() : '';
    column.constraints.push({ ...checkOf(cursor), ...own, name: constraintName });
  } else if (cursor.take('GENERATED ALWAYS AS') || cursor.take('AS')) {
    cursor.bracketed();
    column.generated = cursor.takeOne('STORED', 'PERSISTENT') ? 'stored' : 'virtual';
    cursor.take('VIRTUAL');
  } else if (cursor.take('ON UPDATE')) fallbackOf(cursor);
  else if (cursor.takeOne('COLLATE', 'COMMENT', 'COLUMN_FORMAT', 'STORAGE', 'SRID')) cursor.next();
  else if (cursor.takeOne('INVISIBLE', 'VISIBLE', 'COMPRESSED', 'WITH SYSTEM VERSIONING', 'WITHOUT SYSTEM VERSIONING'))
    return;
  else throw cursor.misses(`something of the column ${column.name}`);
}

const OF_THE_MOMENT = /^(CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|NOW|LOCALTIME|LOCALTIMESTAMP)$/i;

/** One value for all rows, or one that is made for each. */
export function fallbackOf(cursor: Cursor): NonNullable<Column['fallback']> {
  if (cursor.is('(')) {
    cursor.bracketed();
    return 'expression';
  }
  cursor.takeOne('+', '-');
  const { kind, text } = cursor.next();
  if (kind === 'word' && text.toUpperCase() === 'NULL') return 'null';
  const isCall = kind === 'word' && cursor.is('(');
  if (isCall) cursor.bracketed();
  if (kind === 'word' && text.toUpperCase() === 'NEXT') {
    cursor.expect('VALUE FOR');
    cursor.name();
    return 'expression';
  }
  return isCall && !OF_THE_MOMENT.test(text) ? 'expression' : 'constant';
}
