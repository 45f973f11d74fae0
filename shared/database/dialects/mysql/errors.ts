import type { QueryError } from 'mysql2';
import { Problem } from '../../../errors/index.ts';
import { missingReference, stillReferenced, unfitValue, uniqueViolation } from '../violations.ts';

/** Numbers of errors, the same in MySQL and MariaDB unless said otherwise. */
export const UNIQUE_VIOLATION = 1062;
/** The server keeps no more prepared statements. */
export const OUT_OF_PREPARED = 1461;
const DEADLOCK = 1213;
const LOCK_WAIT_TIMEOUT = 1205;
const CHILD_EXISTS = new Set([1217, 1451]);
const PARENT_MISSING = new Set([1216, 1452]);
/** Null, out of range, cut, wrong for the type, too long; JSON; against a check (in MySQL, in MariaDB). */
const UNFIT = new Set([1048, 1264, 1265, 1366, 1406, 3140, 3819, 4025]);
/** Too many connections; shutting down; connection killed (in MariaDB). */
const UNAVAILABLE_NUMBERS = new Set([1040, 1053, 1927]);
const UNAVAILABLE = new Set([
  ...['PROTOCOL_CONNECTION_LOST', 'PROTOCOL_SEQUENCE_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EPIPE', 'ETIMEDOUT'],
]);

type Failure = Partial<QueryError> & { readonly columns?: readonly string[]; readonly fatal?: boolean };

export function isDeadlock(error: unknown): boolean {
  return (Object(error) as Failure).errno === DEADLOCK;
}

export function translate(error: unknown): unknown {
  const { errno, code, columns = [], fatal, message = '' }: Failure = Object(error);
  if (errno === UNIQUE_VIOLATION) return uniqueViolation(error, columns, keyIn(message));
  if (errno !== undefined && PARENT_MISSING.has(errno)) return missingReference(error, foreignKeyIn(message));
  if (errno !== undefined && CHILD_EXISTS.has(errno)) return stillReferenced(error);
  if (errno !== undefined && UNFIT.has(errno)) return unfitValue(error, columnIn(message));
  if (errno === LOCK_WAIT_TIMEOUT) {
    const detail = 'Others are changing the same rows. Try again in a moment.';
    return new Problem('conflict', { detail, headers: { 'retry-after': '1' }, cause: error });
  }
  const away = UNAVAILABLE.has(code ?? '') || UNAVAILABLE_NUMBERS.has(errno ?? 0) || fatal === true;
  if (away || message.includes('closed state')) {
    return new Problem('unavailable', { detail: 'The database is not available.', cause: error });
  }
  return error;
}

/** `Duplicate entry '…' for key 'code'`; MySQL has `table.code`, where the value may hold anything. */
function keyIn(message: string): string | undefined {
  return /for key '(?:[^'.]+\.)?([^']+)'$/.exec(message)?.[1];
}

function foreignKeyIn(message: string): string[] {
  const columns = /FOREIGN KEY \(([^)]+)\)/.exec(message)?.[1];
  return columns?.split(', ').map((column) => column.replace(/^["`](.*)["`]$/, '$1')) ?? [];
}

/** `Data too long for column 'code' at row 1`; of a column's own check, MariaDB has ``CONSTRAINT `table.column` failed``. */
function columnIn(message: string): string | undefined {
  return /olumn '([^']+)'|CONSTRAINT `[^`.]+\.([^`]+)` failed/.exec(message)?.slice(1).find(Boolean);
}

/** The column that keeps what is deleted out of a unique key: nobody has given it a value. */
const LIVE = '_live';

/** The table that a statement writes to. */
const TABLE = /^\s*(?:INSERT(?:\s+IGNORE)?\s+INTO|UPDATE)\s+["`]?(\w+)/i;

/**
 * Has an error that a key is taken say which columns the key has: the server tells its name alone.
 * @param ask runs a query on the connection, which an error leaves as it was
 */
export async function nameKey(
  error: unknown,
  sql: string,
  ask: (sql: string) => Promise<{ readonly rows: object }>,
): Promise<unknown> {
  const { errno, message = '' }: Failure = Object(error);
  const [key, table] = [keyIn(message), TABLE.exec(sql)?.[1]];
  if (errno !== UNIQUE_VIOLATION || key === undefined || table === undefined) return error;
  const { rows } = await ask(`SHOW INDEX FROM "${table}"`);
  const parts = (rows as { Key_name: string; Column_name: string }[]).filter(({ Key_name }) => Key_name === key);
  return Object.assign(error as Error, {
    columns: parts.map(({ Column_name }) => Column_name).filter((name) => name !== LIVE),
  });
}
