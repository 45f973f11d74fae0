import { BOTH, type Rule } from '../contract.ts';
import { columnOf, provedNotNull } from '../known.ts';
import { isQuickOnMysql, isQuickOnPostgres } from '../types.ts';

const COPY = 'MySQL and MariaDB copy the whole table while writes wait';
const REWRITE = 'The whole table is written anew while nobody can read or write it (ACCESS EXCLUSIVE lock)';

export const volatileDefault: Rule = {
  id: 'volatile-default',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: {
    postgres: `${REWRITE}, for each row gets a value of its own; a constant, or now(), would be kept once.`,
    mysql: `${COPY}, for each row gets a value of its own; a constant, or CURRENT_TIMESTAMP, would be kept once.`,
  },
  safe: 'Add the column without a default, `SET DEFAULT` for what comes, then fill the rows by `backfill`.',
  finds: (change) =>
    change.kind === 'add-column' && change.column.fallback === 'expression'
      ? `${change.table}.${change.column.name}`
      : undefined,
};

export const numberedColumn: Rule = {
  id: 'numbered-column',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: {
    postgres: `${REWRITE}, for each row gets a number.`,
    mysql: 'Writes wait while the table is built anew with a number in each row (LOCK=SHARED at least).',
  },
  safe: {
    postgres:
      'Add a plain bigint, make a sequence, `SET DEFAULT nextval(…)` for what comes, then number the rows by `backfill`.',
    mysql:
      'A new table that has it from the start, rows copied in batches. Keys of Aurora are UUIDs that the code makes.',
  },
  finds: (change) =>
    change.kind === 'add-column' && change.column.numbered ? `${change.table}.${change.column.name}` : undefined,
};

export const storedGeneratedColumn: Rule = {
  id: 'stored-generated-column',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: {
    postgres: `${REWRITE}, for its value is stored in each row.`,
    mysql: `${COPY}, for its value is stored in each row.`,
  },
  safe: 'A VIRTUAL one (PostgreSQL from 18), which is made when it is read; or a plain column that a trigger or the code fills, and `backfill` for the rows.',
  finds: (change) =>
    change.kind === 'add-column' && change.column.generated === 'stored'
      ? `${change.table}.${change.column.name}`
      : undefined,
};

export const changeColumnType: Rule = {
  id: 'change-column-type',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: {
    postgres: `${REWRITE}, its indexes too; rows that do not fit fail it, and what runs of the version before may send the old type. Longer varchar, varchar to text, more digits of the same scale are not told.`,
    mysql: `${COPY}; rows that do not fit fail it, and what runs of the version before may send the old type. A varchar that grows on its own side of 63 characters (255 bytes), and values put at the end of an enum, are not told.`,
  },
  safe: 'Add a new column of the new type, have a trigger or the code write both, fill it by `backfill`, deploy what reads it, drop the old one in a contract: `aurora generate` does so when the config changes.',
  finds: (change, { engine, known }) => {
    if (change.kind !== 'change-type') return undefined;
    const before = columnOf(known, change.table, change.column)?.type;
    const isQuick = engine === 'postgres' ? isQuickOnPostgres : isQuickOnMysql;
    return before && !change.using && isQuick(before, change.type) ? undefined : `${change.table}.${change.column}`;
  },
};

export const setNotNullWithoutCheck: Rule = {
  id: 'set-not-null-without-check',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'All rows are read while nobody can read or write the table (ACCESS EXCLUSIVE lock), unless a validated check has proved it already.',
  safe: 'With `export const transaction = false;`: `ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID`, `VALIDATE CONSTRAINT k`, `ALTER COLUMN c SET NOT NULL`, `DROP CONSTRAINT k`.',
  finds: (change, { known }) => {
    if (change.kind !== 'set-not-null') return undefined;
    const { table, column } = change;
    const isProved = columnOf(known, table, column)?.notNull || provedNotNull(known, table, column);
    return isProved ? undefined : `${table}.${column}`;
  },
};

/** MySQL and MariaDB write the table anew for these while others go on. */
const ONLINE = new Set(['ENGINE', 'FORCE', 'ROW_FORMAT', 'KEY_BLOCK_SIZE', 'OPTIMIZE TABLE']);

export const rewriteTable: Rule = {
  id: 'rewrite-table',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: { postgres: `${REWRITE}.`, mysql: `${COPY}, or reads too.` },
  safe: {
    postgres: '`pg_repack`, or nothing: plain VACUUM is enough where space is to be used again.',
    mysql:
      '`gh-ost` or `pt-online-schema-change`; or a new table with rows copied in batches. For new columns alone, say the character set beside the column.',
  },
  finds: (change, { engine }) =>
    change.kind === 'rebuild' && !(engine === 'mysql' && ONLINE.has(change.by))
      ? `${change.by} of ${change.table}`
      : undefined,
};

export const rebuildTable: Rule = {
  id: 'rebuild-table',
  engines: ['mysql'],
  severity: 'warning',
  danger: 'lock',
  why: 'All rows are written anew. Others go on meanwhile, but it takes the disk space of the table once more, and replicas lag by as long as it takes.',
  safe: 'Do it at a quiet hour, with `ALGORITHM=INPLACE, LOCK=NONE`, so that the server refuses rather than blocks.',
  finds: (change) =>
    change.kind === 'rebuild' && ONLINE.has(change.by) ? `${change.by} of ${change.table}` : undefined,
};
