import type { ColumnType } from '../../schema/contract.ts';
import { copied } from '../source/copy-text.ts';

/** A value in the spelling in which rows are compared and written. */
export type Spell = (text: string | null) => string;

type Kind = ColumnType['kind'];

/** As COPY writes and reads it: what is read back of an equal row is the same text. */
export function spellingOfPostgres(kind: Kind): Spell {
  switch (kind) {
    case 'datetime':
      return (text) => (text === null ? '\\N' : `${withoutZeros(text)}+00`);
    case 'string':
    case 'text':
    case 'json':
    case 'enum':
      return copied;
    default:
      return (text) => text ?? '\\N';
  }
}

/** As literals of SQL. */
export function spellingOfMysql(kind: Kind): Spell {
  switch (kind) {
    case 'boolean':
      return (text) => (text === null ? 'NULL' : text === 't' || text === '1' ? '1' : '0');
    case 'integer':
    case 'bigint':
    case 'decimal':
      return (text) => text ?? 'NULL';
    case 'string':
    case 'text':
    case 'json':
    case 'enum':
      return quoted;
    default:
      return (text) => (text === null ? 'NULL' : `'${text}'`);
  }
}

/** PostgreSQL leaves zeros at the end of seconds away. */
function withoutZeros(text: string): string {
  if (text.endsWith('.000')) return text.slice(0, -4);
  if (!text.endsWith('0')) return text;
  return text.endsWith('00') ? text.slice(0, -2) : text.slice(0, -1);
}

const SPECIAL = /['\\\0\n\r\x1a]/g;
const WRITTEN: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\x1a': '\\Z',
};

function quoted(text: string | null): string {
  return text === null ? 'NULL' : `'${text.replace(SPECIAL, (character) => WRITTEN[character] as string)}'`;
}
