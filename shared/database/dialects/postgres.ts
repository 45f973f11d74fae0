import { createHash } from 'node:crypto';
import pg from 'pg';
import { Problem } from '../../errors/index.ts';
import type { Dialect, Row } from '../contract.ts';
import { missingReference, stillReferenced, unfitValue, uniqueViolation } from './violations.ts';

const { builtins } = pg.types;

/**
 * Parsers for raw rows. Timestamps become ISO 8601 in UTC, since that is what JSON and events carry;
 * bigints stay strings, for a number would lose digits.
 */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === builtins.TIMESTAMPTZ) return isoTimestamp;
    // A day has no time zone, which the driver's own Date would bring in.
    if (oid === builtins.DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

/** `2026-01-02 03:04:05.67+00`, as connections in UTC give it, needs no calendar: lists are full of timestamps. */
function isoTimestamp(text: string): string {
  if (text.charAt(10) !== ' ' || !text.endsWith('+00')) return new Date(text).toISOString();
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`;
}

/** SQLSTATE, appendix A of PostgreSQL's manual. */
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
/** Too long, out of range, no text of the type (an enum's, JSON), not in the encoding; null, against a check. */
const UNFIT = new Set(['22001', '22003', '22P02', '22021', '23502', '23514']);
const DEADLOCKS = new Set(['40P01', '40001']);
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '53300'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EPIPE', 'ETIMEDOUT'],
]);

/** Of what is prepared: each change of a column's type has all be prepared anew, under other names. */
let generation = 0;

/** What was prepared before a column got another type, the server refuses on that connection for good. */
function isStale(error: unknown): boolean {
  const { code, message } = told(error);
  return code === '0A000' && message === 'cached plan must not change result type';
}

const TRY_LOCK = {
  name: 'try-lock',
  text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked',
};

/** Sequelize listens to a connection once it is set up: a server that dies just before would end the process as well. */
class HeardClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

export const postgres: Dialect = {
  name: 'postgres',
  writesWithinWrites: true,
  forShare: 'FOR SHARE',

  options: ({ applicationName, timeoutMs }) => ({
    dialect: 'postgres',
    // Sequelize would look for it beside its own files, where a bundle has none.
    dialectModule: Object.create(pg, { Client: { value: HeardClient } }),
    dialectOptions: { application_name: applicationName, connectionTimeoutMillis: timeoutMs, keepAlive: true },
  }),

  quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,

  number: (column) => `CAST(${column} AS double precision)`,

  decimal: (placeholder) => `CAST(${placeholder} AS numeric)`,

  joined: (column, order) => `string_agg(${column}::text, ',' ORDER BY ${order})`,

  contains: (column, placeholder) => `${column} ILIKE ${placeholder}`,

  ranked: (expression) => expression,

  time: (iso) => iso,

  async run(connection, statement, values) {
    const client = connection as pg.ClientBase;
    const prepared = generation;
    const { name, text } = statement;
    try {
      const { rows, rowCount } = await client.query<Row>({
        text,
        values: values as unknown[],
        ...(name && { name: nameOf(prepared === 0 ? name : `${name} ${prepared}`) }),
        types,
      });
      return { rows, count: rowCount ?? 0 };
    } catch (error) {
      if (isStale(error) && prepared === generation) generation++;
      throw error;
    }
  },

  async tryLock(connection, name) {
    const { rows } = await postgres.run(connection, TRY_LOCK, [name]);
    return rows[0]?.locked === true;
  },

  isDeadlock: (error) => DEADLOCKS.has(told(error).code ?? '') || isStale(error),

  translate(error) {
    const { code, column, constraint, detail = '', message } = told(error);
    if (code === UNIQUE_VIOLATION) return uniqueViolation(error, keyIn(detail), constraint);
    if (code === FOREIGN_KEY_VIOLATION) {
      return detail.includes('is still referenced') ? stillReferenced(error) : missingReference(error, keyIn(detail));
    }
    if (code && UNFIT.has(code)) return unfitValue(error, column);
    if ((code && UNAVAILABLE.has(code)) || message?.startsWith('Connection terminated')) {
      return new Problem('unavailable', { detail: 'The database is not available.', cause: error });
    }
    return error;
  },
};

/** What the server keeps of a name; two that begin alike would be one. */
const NAME_BYTES = 63;
const shortNames = new Map<string, string>();

function nameOf(name: string): string {
  if (name.length <= NAME_BYTES) return name;
  const short = shortNames.get(name) ?? createHash('sha256').update(name).digest('hex').slice(0, NAME_BYTES);
  shortNames.set(name, short);
  return short;
}

function told(error: unknown): Partial<pg.DatabaseError> {
  return Object(error);
}

/** `Key (code, "position")=(abc, 1) already exists.` names the columns, quoted where SQL wants it. */
function keyIn(detail: string): string[] {
  const key = /^Key \(([^)]+)\)=/.exec(detail)?.[1];
  return key?.split(', ').map((column) => column.replace(/^"(.*)"$/, '$1')) ?? [];
}
