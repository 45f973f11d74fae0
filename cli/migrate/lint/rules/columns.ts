import { BOTH, type Rule } from '../contract.ts';
import { columnOf } from '../known.ts';

export const addRequiredColumn: Rule = {
  id: 'add-required-column',
  engines: BOTH,
  severity: 'error',
  danger: 'data',
  why: {
    postgres:
      'NOT NULL without a default fails as soon as the table has a row, and each INSERT of the version before fails.',
    mysql:
      'NOT NULL without a default gives the rows that are there an empty value that nobody chose, and each INSERT of the version before fails.',
  },
  safe: 'Add it with a constant default; or nullable, fill it by `backfill`, and make it required in a contract.',
  finds: (change) => {
    if (change.kind !== 'add-column') return undefined;
    const { name, notNull, fallback, numbered, generated } = change.column;
    const isFilled = numbered || generated !== undefined || (fallback !== undefined && fallback !== 'null');
    return notNull && !isFilled ? `${change.table}.${name}` : undefined;
  },
};

export const setNotNull: Rule = {
  id: 'set-not-null',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before may still write null here, and fails.',
  safe: "First deploy what always writes a value, fill the rows by `backfill`, then SET NOT NULL in a migration with `export const phase = 'contract'`.",
  finds: (change, { known }) => {
    if (change.kind === 'add-constraint' && change.constraint.type === 'not-null') {
      return `${change.table}.${change.constraint.notNullOf}`;
    }
    if (change.kind !== 'set-not-null') return undefined;
    return columnOf(known, change.table, change.column)?.notNull ? undefined : `${change.table}.${change.column}`;
  },
};

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  engines: BOTH,
  severity: 'warning',
  danger: 'old-code',
  why: 'As soon as something writes null, what runs of the version before reads a null that it does not expect.',
  safe: 'Deploy what can read null before anything writes it; then this is no danger.',
  finds: (change, { known }) => {
    if (change.kind !== 'drop-not-null') return undefined;
    const column = columnOf(known, change.table, change.column);
    return column && !column.notNull ? undefined : `${change.table}.${change.column}`;
  },
};

export const dropDefault: Rule = {
  id: 'drop-default',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before may leave this column out of its INSERT and rely on the default: then it fails, or writes null.',
  safe: "Drop it in a migration with `export const phase = 'contract'`, once all that runs gives a value.",
  finds: (change, { known }) => {
    if (change.kind !== 'drop-default') return undefined;
    const column = columnOf(known, change.table, change.column);
    const hasNone = column !== undefined && (column.fallback === undefined || column.fallback === 'null');
    return hasNone ? undefined : `${change.table}.${change.column}`;
  },
};

export const changeDefault: Rule = {
  id: 'change-default',
  engines: BOTH,
  severity: 'warning',
  danger: 'old-code',
  why: 'What runs of the version before relies on the default that was, and its rows get another value from now on.',
  safe: "Have the code give the value; change the default in a migration with `export const phase = 'contract'`.",
  finds: (change, { known }) => {
    if (change.kind !== 'set-default') return undefined;
    const column = columnOf(known, change.table, change.column);
    const hadNone = column !== undefined && (column.fallback === undefined || column.fallback === 'null');
    return hadNone ? undefined : `${change.table}.${change.column}`;
  },
};
