import { databaseName, enumTypeName } from '../../../../config/database-names.ts';
import type { Column, ColumnType, Index, Table } from '../../../../schema/contract.ts';
import type { ByEngine, Phase, Rows, Statement, Step } from '../contract.ts';
import { mysqlName, postgresName, quoted } from '../names.ts';
import { addsValues, isDirectOnMysql, isDirectOnPostgres, retypingOf } from '../retyping.ts';
import { createType, mysqlType, postgresText, postgresType } from '../spell.ts';
import { hasLive, mysqlIndex, postgresIndex, unlocked } from '../table.ts';
import { setNotNull } from './columns.ts';
import { count } from './stops.ts';
import { besideView } from './tables.ts';

/** A column that gets another type, and the indexes that it is in by then. */
export interface Retyped {
  readonly table: Table;
  readonly column: Column;
  readonly to: ColumnType;
  readonly indexes: readonly Index[];
  /** The table has a view under its old name. */
  readonly view?: { readonly from: Table; readonly to: Table };
}

/** Another type under the same name. Where the engine would write the table anew, a copy takes the place of the column. */
export function retype(change: Retyped, phase: Phase): Step {
  const { column, to } = change;
  const back: Retyped = { ...change, column: { ...column, type: to }, to: column.type };
  return {
    phase,
    stage: 'retype',
    ...(phase === 'expand' && { allow: allowanceOf(change) }),
    ...(isCopied(change) && { why: `A copy of ${column.name} is kept in step and filled, then it takes its place.` }),
    up: statementsFor(change),
    down: {
      postgres: [...stopsAt(back).postgres, ...statementsFor(back).postgres],
      mysql: [...stopsAt(back).mysql, ...statementsFor(back).mysql],
    },
  };
}

/** On one engine at least. */
function isCopied({ column: { type }, to }: Retyped): boolean {
  return !isDirectOnMysql(type, to) || !(isDirectOnPostgres(type, to) || addsValues(type, to));
}

function allowanceOf(change: Retyped): Step['allow'] {
  const { table, column, indexes, to, view } = change;
  const isWider = (index: Index) => index.unique && (index.columns.length > 1 || (index.live && hasLive(table)));
  const isViewed = view !== undefined && !addsValues(column.type, to);
  const anew = isViewed ? { 'drop-view': 'It is made anew in the same moment.' } : undefined;
  if (!isCopied(change)) return anew;
  return {
    ...anew,
    'rename-column': 'Both columns change names at once, and hold the same values.',
    'drop-column': 'Its successor has its name, and all its values.',
    ...(!column.nullable && { 'set-not-null': 'Triggers fill it from the column of before, which is never null.' }),
    ...(indexes.some(isWider) && { 'constraint-on-rows': 'The column of before is unique in the same way.' }),
  };
}

/** Before anything has changed. */
export function stopAtMisfits(change: Retyped, phase: Phase): Step | undefined {
  const up = stopsAt(change);
  return up.postgres.length > 0 ? { phase, stage: 'stop', up, down: { postgres: [], mysql: [] } } : undefined;
}

function stopsAt({ table: { name: table }, column: { name, type }, to }: Retyped): ByEngine {
  const misfit = retypingOf(name, type, to)?.misfit;
  if (!misfit) return { postgres: [], mysql: [] };
  const because = `values of ${table}.${name} do not fit ${nameOf(to)}: change them, then run it again.`;
  return {
    postgres: [{ count: count(`${quoted(table)} WHERE ${misfit.postgres}`), because }],
    mysql: [{ count: count(`${quoted(table)} WHERE ${misfit.mysql}`), because }],
  };
}

/** In the words of the config. */
function nameOf(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return `${type.length} characters`;
    case 'decimal':
      return `${type.precision} digits, ${type.scale} of them after the point`;
    case 'enum':
      return `one of ${type.values.join(', ')}`;
    default:
      return `the type ${type.kind}`;
  }
}

function statementsFor(change: Retyped): ByEngine {
  const { table, column, to } = change;
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const after = { ...column, type: to };
  const rule = column.nullable ? ' NULL' : ' NOT NULL';
  return {
    postgres: isDirectOnPostgres(column.type, to)
      ? [
          besideView(
            [`${alter} ALTER COLUMN ${quoted(column.name)} TYPE ${postgresType(table.name, after)}`],
            change.view,
          ),
        ]
      : addsValues(column.type, to)
        ? newValues(table.name, column, to)
        : copyOnPostgres(change),
    mysql: isDirectOnMysql(column.type, to)
      ? [`${alter} MODIFY ${quoted(column.name)} ${mysqlType(to)}${rule}${unlocked(table)}`]
      : copyOnMysql(change),
  };
}

function newValues(table: string, { name, type }: Column, to: ColumnType): string[] {
  if (type.kind !== 'enum' || to.kind !== 'enum') return [];
  return to.values.flatMap((value, index) => {
    if (type.values.includes(value)) return [];
    const before = to.values[index - 1];
    const place =
      before === undefined ? `BEFORE ${postgresText(type.values[0] as string)}` : `AFTER ${postgresText(before)}`;
    return [`ALTER TYPE ${quoted(enumTypeName(table, name))} ADD VALUE ${postgresText(value)} ${place}`];
  });
}

/** While the copy is there it is called so. */
function copyOf({ table, column, indexes, to }: Retyped) {
  const name = databaseName(column.name, 'next');
  const renamed = (names: readonly string[]) => names.map((each) => (each === column.name ? name : each));
  return {
    column: { ...column, name, type: to },
    sync: databaseName(table.name, name, 'sync'),
    indexes: indexes.map((index) => {
      return {
        index,
        twin: { ...index, columns: renamed(index.columns) },
        next: databaseName(postgresName(table.name, index), 'next'),
      };
    }),
  };
}

function copyOnPostgres(change: Retyped): Statement[] {
  const { table, column, to } = change;
  const copy = copyOf(change);
  const [alter, name, next] = [`ALTER TABLE ${quoted(table.name)}`, quoted(column.name), quoted(copy.column.name)];
  const type = to.kind === 'enum' ? databaseName(enumTypeName(table.name, column.name), 'next') : undefined;
  const typeName = type === undefined ? postgresType(table.name, copy.column) : quoted(type);
  const cast = (of: string) =>
    column.type.kind === 'enum' || to.kind === 'enum' ? `${of}::text::${typeName}` : `${of}::${typeName}`;
  const swap = [
    `DROP TRIGGER ${quoted(copy.sync)} ON ${quoted(table.name)}`,
    `DROP FUNCTION ${quoted(copy.sync)}()`,
    `${alter} DROP COLUMN ${name}`,
    `${alter} RENAME COLUMN ${next} TO ${name}`,
    ...copy.indexes.map(({ index, next }) => {
      const is = quoted(postgresName(table.name, index));
      return index.constraint
        ? `${alter} ADD CONSTRAINT ${is} UNIQUE USING INDEX ${quoted(next)}`
        : `ALTER INDEX ${quoted(next)} RENAME TO ${is}`;
    }),
    ...(column.type.kind === 'enum' ? [`DROP TYPE ${quoted(enumTypeName(table.name, column.name))}`] : []),
    ...(type === undefined
      ? []
      : [`ALTER TYPE ${quoted(type)} RENAME TO ${quoted(enumTypeName(table.name, column.name))}`]),
  ];
  return [
    ...(type === undefined ? [] : createType(table.name, copy.column, type)),
    `${alter} ADD COLUMN ${next} ${typeName}`,
    [
      `CREATE FUNCTION ${quoted(copy.sync)}() RETURNS trigger LANGUAGE plpgsql AS $$`,
      'BEGIN',
      `  NEW.${next} := ${cast(`NEW.${name}`)};`,
      '  RETURN NEW;',
      'END $$',
    ].join('\n'),
    `CREATE TRIGGER ${quoted(copy.sync)} BEFORE INSERT OR UPDATE ON ${quoted(table.name)}\n  FOR EACH ROW EXECUTE FUNCTION ${quoted(copy.sync)}()`,
    rowsToCopy(table.name, name, next, cast(name)),
    ...copy.indexes.map(({ twin, next }) => postgresIndex(table.name, { ...twin, constraint: false }, next)),
    ...(column.nullable ? [] : setNotNull(table, copy.column).postgres),
    besideView(swap, change.view),
  ];
}

function copyOnMysql(change: Retyped): Statement[] {
  const { table, column, to } = change;
  const copy = copyOf(change);
  const [alter, name, next] = [`ALTER TABLE ${quoted(table.name)}`, quoted(column.name), quoted(copy.column.name)];
  const trigger = (event: string) =>
    `CREATE TRIGGER ${quoted(databaseName(copy.sync, event))} BEFORE ${event.toUpperCase()} ON ${quoted(table.name)}\n  FOR EACH ROW SET NEW.${next} = NEW.${name}`;
  // The triggers hold through the exchange: whoever writes then fills the old column from the new one. Made twice it would be
  // none, so it takes a mark with it that is there once: a run that goes on after a kill sees that it has been made.
  const mark = quoted(databaseName(column.name, 'waits'));
  const exchange = [
    ...copy.indexes.map(({ index }) => `DROP INDEX ${quoted(mysqlName(index))}`),
    `RENAME COLUMN ${name} TO ${next}`,
    `RENAME COLUMN ${next} TO ${name}`,
    `DROP COLUMN ${mark}`,
    ...copy.indexes.map(({ index, next }) => `RENAME INDEX ${quoted(next)} TO ${quoted(mysqlName(index))}`),
  ];
  return [
    `${alter} ADD COLUMN ${next} ${mysqlType(to)}, ADD COLUMN ${mark} boolean${unlocked(table)}`,
    trigger('insert'),
    trigger('update'),
    rowsToCopy(table.name, name, next, name),
    ...copy.indexes.map(({ twin, next }) => `${alter} ${mysqlIndex(twin, next)}, LOCK=NONE`),
    ...(column.nullable ? [] : setNotNull(table, copy.column).mysql),
    `${alter} ${exchange.join(',\n')}`,
    ...['insert', 'update'].map((event) => `DROP TRIGGER ${quoted(databaseName(copy.sync, event))}`),
    `${alter} DROP COLUMN ${next}${unlocked(table)}`,
  ];
}

function rowsToCopy(table: string, name: string, next: string, value: string): Rows {
  return { table, set: `${next} = ${value}`, where: `${next} IS NULL AND ${name} IS NOT NULL` };
}
