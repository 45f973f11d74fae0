import type { ColumnType } from '../../../schema/contract.ts';
import { quoted } from './names.ts';
import { mysqlText, postgresText } from './spell.ts';

/** How the values of one type become those of another. */
export interface Retyping {
  /** Code of before lives with the new type: it reads what it read, and what it writes fits. */
  readonly widens: boolean;
  /** Of a column, SQL that is true of values that do not fit, by engine; absent: all fit. */
  readonly misfit?: { readonly postgres: string; readonly mysql: string };
}

const TEXTS = new Set(['string', 'text']);
const NUMBERS = new Set(['integer', 'bigint', 'decimal']);
/** What has a spelling of its own as text, the same on every engine. */
const SPELLED = new Set(['string', 'text', 'enum', 'uuid', 'integer', 'bigint', 'decimal', 'date']);

/** Undefined: nothing says what a value would become. */
export function retypingOf(column: string, from: ColumnType, to: ColumnType): Retyping | undefined {
  const name = quoted(column);
  const same = (sql: string) => ({ postgres: sql, mysql: sql });
  if (TEXTS.has(to.kind) && SPELLED.has(from.kind)) return toText(name, from, to);
  if (to.kind === 'enum' && (from.kind === 'enum' || TEXTS.has(from.kind))) {
    const values = to.values;
    if (from.kind === 'enum' && from.values.every((value) => values.includes(value))) return { widens: true };
    const list = (spell: (value: string) => string) => values.map(spell).join(', ');
    const misfit = {
      postgres: `${name}::text NOT IN (${list(postgresText)})`,
      mysql: `${name} NOT IN (${list(mysqlText)})`,
    };
    return { widens: false, misfit };
  }
  if (NUMBERS.has(to.kind) && (NUMBERS.has(from.kind) || TEXTS.has(from.kind))) {
    if (TEXTS.has(from.kind))
      return {
        widens: false,
        misfit: { postgres: `${name}::text !~ ${shapeOf(to)}`, mysql: `${name} NOT REGEXP ${shapeOf(to)}` },
      };
    return numbers(name, from, to);
  }
  if (from.kind === 'date' && to.kind === 'datetime') return { widens: false };
  if (from.kind === 'datetime' && to.kind === 'date')
    return { widens: false, misfit: same(`${name} <> CAST(${name} AS date)`) };
  return undefined;
}

function toText(name: string, from: ColumnType, to: ColumnType): Retyping {
  const widens = TEXTS.has(from.kind) || from.kind === 'enum';
  if (to.kind !== 'string') return { widens };
  if (longest(from) <= to.length) return { widens };
  return {
    widens: false,
    misfit: { postgres: `char_length(${name}::text) > ${to.length}`, mysql: `char_length(${name}) > ${to.length}` },
  };
}

/** Characters that a value can have as text. */
function longest(type: ColumnType): number {
  switch (type.kind) {
    case 'string':
      return type.length;
    case 'enum':
      return Math.max(...type.values.map((value) => [...value].length));
    case 'decimal':
      return type.precision + 2;
    default:
      return { uuid: 36, integer: 11, bigint: 20, date: 10 }[type.kind as 'uuid'] ?? Number.POSITIVE_INFINITY;
  }
}

function numbers(name: string, from: ColumnType, to: ColumnType): Retyping {
  const [digits, places] = [wholeDigits(to), placesOf(to)];
  const fits = wholeDigits(from) <= digits && placesOf(from) <= places;
  const widens = fits && from.kind === 'decimal' && to.kind === 'decimal' && placesOf(from) === places;
  if (fits && !(to.kind === 'integer' && from.kind !== 'integer')) return { widens };
  const large =
    to.kind === 'integer' ? `${name} NOT BETWEEN -2147483648 AND 2147483647` : `abs(${name}) >= 1${'0'.repeat(digits)}`;
  const fine = placesOf(from) > places ? ` OR round(${name}, ${places}) <> ${name}` : '';
  return { widens: false, misfit: { postgres: large + fine, mysql: large + fine } };
}

/** Before the point. */
function wholeDigits(type: ColumnType): number {
  if (type.kind === 'decimal') return type.precision - type.scale;
  return type.kind === 'integer' ? 10 : 18;
}

function placesOf(type: ColumnType): number {
  return type.kind === 'decimal' ? type.scale : 0;
}

/** A regular expression, as SQL, of texts that are numbers of a type. */
function shapeOf(type: ColumnType): string {
  const whole = type.kind === 'integer' ? 9 : wholeDigits(type);
  const places = placesOf(type);
  return `'^-?[0-9]{1,${Math.max(whole, 1)}}${places > 0 ? `([.][0-9]{1,${places}})?` : ''}$'`;
}

/** Whether PostgreSQL changes a column to it without a look at the rows. */
export function isDirectOnPostgres(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === 'string') return to.kind === 'text' || (to.kind === 'string' && to.length >= from.length);
  return from.kind === 'decimal' && to.kind === 'decimal' && from.scale === to.scale && to.precision >= from.precision;
}

/** Whether an enum of PostgreSQL's only gets more values among those that it has. */
export function addsValues(from: ColumnType, to: ColumnType): boolean {
  if (from.kind !== 'enum' || to.kind !== 'enum') return false;
  const kept = to.values.filter((value) => from.values.includes(value));
  return kept.length === from.values.length && kept.every((value, index) => value === from.values[index]);
}

/** utf8mb4: up to here a length takes one byte, and MySQL has to write all rows anew when it takes two. */
const SHORT = 63;

/** Whether MySQL and MariaDB change a column to it without writing its rows. */
export function isDirectOnMysql(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === 'string' && to.kind === 'string')
    return to.length >= from.length && (to.length <= SHORT || from.length > SHORT);
  // Values are kept as their number in the list.
  return (
    addsValues(from, to) &&
    to.kind === 'enum' &&
    from.kind === 'enum' &&
    from.values.every((value, index) => to.values[index] === value)
  );
}
