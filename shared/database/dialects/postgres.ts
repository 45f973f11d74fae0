import pg from 'pg';
import { Problem } from '../../errors/index.ts';
import type { Dialect, Row } from '../contract.ts';

const { builtins } = pg.types;

/**
 * Parsers for raw rows. Timestamps become ISO 8601 in UTC, since that is what JSON and events carry;
 * bigints stay strings, for a number would lose digits.
 */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.TIMESTAMPTZ) return isoTimestamp;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** `2026-01-02 03:04:05.67+00`, as connections in UTC give it, needs no calendar: lists are full of timestamps. */
function isoTimestamp(text: string): string {
  if (text.charAt(10) !== ' ' || !text.endsWith('+00')) return new Date(text).toISOString();
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`;
}

/** SQLSTATE classes of PostgreSQL, appendix A of its manual. */
const UNIQUE_VIOLATION = '23505';
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '53300'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EPIPE', 'ETIMEDOUT'],
]);

export const postgres: Dialect = {
  name: 'postgres',
  driver: pg,

  placeholder: (position) => `$${position}`,

  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,

  contains: (column, placeholder) => `${column} ILIKE ${placeholder}`,

  async run(connection, statement, values) {
    const client = connection as pg.ClientBase;
    const { rows, rowCount } = await client.query<Row>({
      text: statement.text,
      values: values as unknown[],
      ...(statement.name && { name: statement.name }),
      types,
    });
    return { rows, count: rowCount ?? 0 };
  },

  translate(error) {
    const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
    if (code === UNIQUE_VIOLATION) return uniqueViolation(error, constraint);
    if ((code && UNAVAILABLE.has(code)) || message?.startsWith('Connection terminated')) {
      return new Problem('unavailable', { detail: 'The database is not available.', cause: error });
    }
    return error;
  },
};

/** `Key (code, "position")=(abc, 1) already exists.` names the columns, quoted where SQL wants it; the values stay out of the answer. */
function uniqueViolation(error: unknown, constraint: string | undefined): Problem {
  const key = /^Key \(([^)]+)\)=/.exec((error as { detail?: string }).detail ?? '')?.[1];
  const columns = key?.split(', ').map((column) => column.replace(/^"(.*)"$/, '$1')) ?? [];
  return new Problem('unique_violation', {
    detail: `Another resource has the same ${columns.join(', ') || constraint || 'value'}.`,
    errors: columns.map((column) => ({
      path: `/${camelCase(column)}`,
      code: 'unique',
      message: 'is taken already',
    })),
    cause: error,
  });
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
