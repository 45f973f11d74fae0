import { withoutLeadingComments } from '../reads.ts';
import type { Engine } from './engine.ts';

const ALONE =
  /^(CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY|DROP\s+INDEX\s+CONCURRENTLY|REINDEX\b.*\bCONCURRENTLY|VACUUM|ALTER\s+TABLE\b.*\bDETACH\s+PARTITION\b.*\bCONCURRENTLY)\b/is;

const NAME = String.raw`((?:"(?:[^"]|"")+"|[\w$])+(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?)`;
const CREATE = new RegExp(
  String.raw`^CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?!ON\b)${NAME}\s+)?ON\s+(?:ONLY\s+)?${NAME}`,
  'i',
);
const REINDEX = new RegExp(String.raw`^REINDEX\s+(?:\([^)]*\)\s*)?(INDEX|TABLE)\s+CONCURRENTLY\s+${NAME}`, 'i');

const ENDLESS = { lockTimeoutMs: 0, statementTimeoutMs: 0 };

/**
 * Statements that PostgreSQL refuses in a transaction. What builds or drops an index CONCURRENTLY lets others work while it waits, and
 * all that it has done would be lost if it did not wait: it has no time-outs.
 */
export function postgresAlone(
  { select, run, setTimeouts }: Pick<Engine, 'select' | 'run' | 'setTimeouts'>,
  timeouts: () => Parameters<Engine['setTimeouts']>[0],
): Engine['alone'] {
  /** An index that a killed or failed CONCURRENTLY has left is not used, and kept up by each write. */
  const dropInvalid = async (condition: string, values: readonly string[]) => {
    const indexes = await select<{ name: string; valid: boolean }>(
      `SELECT indexrelid::regclass::text AS name, indisvalid AS valid
       FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE ${condition}`,
      values,
    );
    for (const { name, valid } of indexes) if (!valid) await run(`DROP INDEX CONCURRENTLY ${name}`);
    return indexes.some(({ valid }) => valid);
  };
  /** @returns whether what is to be created is there */
  const clear = async (sql: string): Promise<boolean> => {
    const [created, index, table] = CREATE.exec(sql) ?? [];
    if (created !== undefined) {
      if (index === undefined)
        throw new Error('An index that is built concurrently needs a name, by which it is known after a kill.');
      return dropInvalid('indrelid = to_regclass(?) AND relname = (parse_ident(?))[1]', [table as string, index]);
    }
    const [reindexed, kind = '', name = ''] = REINDEX.exec(sql) ?? [];
    if (reindexed !== undefined) {
      const whole = kind.toUpperCase() === 'TABLE';
      const on = whole ? 'to_regclass(?)' : '(SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(?))';
      await dropInvalid(`indrelid = ${on} AND NOT indisvalid AND relname ~ '_cc(new|old)[0-9]*$'`, [name]);
    }
    return false;
  };

  return {
    isNeeded: (sql) => ALONE.test(withoutLeadingComments(sql)),
    async run(text, maybeDone, runIt) {
      const sql = withoutLeadingComments(text);
      const pace = timeouts();
      if (/\bCONCURRENTLY\b/i.test(sql)) await setTimeouts(ENDLESS);
      try {
        if ((await clear(sql)) && maybeDone) return;
        await runIt();
      } catch (error) {
        // Where the connection is lost the next run does it.
        await clear(sql).catch(() => undefined);
        throw error;
      } finally {
        await setTimeouts(pace);
      }
    },
  };
}
