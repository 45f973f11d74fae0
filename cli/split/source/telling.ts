import { AuroraError } from '../../errors.ts';
import type { Source } from './contract.ts';

/** The same, which says of SQL that the database refuses where it comes from: the mapping, or the login's rights. */
export function telling(source: Source): Source {
  return {
    ...source,
    async *rows(select) {
      try {
        yield* source.rows(select);
      } catch (error) {
        throw refused(error, select);
      }
    },
    async number(select) {
      try {
        return await source.number(select);
      } catch (error) {
        throw refused(error, select);
      }
    },
  };
}

/** Classes of SQLSTATE: syntax error or access rule violation, and data exception. */
const OF_SQL = /^(?:42|22)/;
/** Characters of a statement that are shown. */
const LONGEST = 500;

function refused(error: unknown, select: string): unknown {
  const { code, sqlState, message } = error as Error & { code?: unknown; sqlState?: unknown };
  if (!OF_SQL.test(String(sqlState ?? code))) return error;
  return new AuroraError('split_sql', 'The old database refuses to read what the mapping asks of it.', {
    exit: 'failed',
    details: [message, select.length > LONGEST ? `${select.slice(0, LONGEST)}…` : select],
    next: 'correct `where` or `sql` in aurora.split.yaml, or let the login read the table',
    cause: error,
  });
}
