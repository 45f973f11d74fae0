import { enumTypeName } from '../../../../config/database-names.ts';
import type { Table } from '../../../../schema/contract.ts';
import { type ByEngine, everywhere, type Phase, reversed, type Step } from '../contract.ts';
import { mysqlName, postgresName, primaryKeyName, quoted } from '../names.ts';
import { dropType } from '../spell.ts';
import { createTable, foreignKey } from '../table.ts';

export function addTable(table: Table, phase: Phase): Step {
  const drop = `DROP TABLE ${quoted(table.name)}`;
  return {
    phase,
    stage: 'add table',
    up: createTable(table),
    down: {
      postgres: [drop, ...table.columns.flatMap((column) => dropType(table.name, column))],
      mysql: [drop],
    },
  };
}

export function dropTable(table: Table): Step {
  return { ...reversed(addTable(table, 'contract')), stage: 'drop table' };
}

/** A table under two names: the new one has the rows, the old one is a view for the code of before. */
export function renameTable(from: Table, to: Table): Step {
  return {
    phase: 'expand',
    stage: 'rename table',
    allow: {
      'rename-table': 'A view has the old name from the same moment on, and takes writes as well.',
      ...(columnsOnMysql(from, to).length > 0 && { 'rename-column': 'The view has the old name of the column.' }),
      ...(from.foreignKeys.length > 0 && {
        'constraint-on-rows': 'The same foreign key was there under its old name.',
        'constraint-copies-table': 'It was kept until now, and without the check nothing is copied.',
      }),
    },
    why: `Code of before finds ${from.name} as a view, which takes writes as well.`,
    up: renaming(from, to),
    down: unrenaming(from, to),
  };
}

/** Once nobody looks for it. */
export function dropView(from: Table, to: Table): Step {
  return {
    phase: 'contract',
    stage: 'drop view',
    up: everywhere(`DROP VIEW ${quoted(from.name)}`),
    down: everywhere(viewOf(from, to)),
  };
}

/** What looks at a table under its old name keeps PostgreSQL from changing its columns: it is made anew in the same moment. */
export function besideView(statements: readonly string[], view: { from: Table; to: Table } | undefined): string {
  const around = view ? [`DROP VIEW ${quoted(view.from.name)}`, ...statements, viewOf(view.from, view.to)] : statements;
  return around.join(';\n');
}

function viewOf(from: Table, to: Table, name = from.name): string {
  const columns = to.columns.map((column, index) => {
    const before = from.columns[index]?.name as string;
    return before === column.name ? quoted(before) : `${quoted(column.name)} AS ${quoted(before)}`;
  });
  return `CREATE VIEW ${quoted(name)} AS SELECT ${columns.join(', ')} FROM ${quoted(to.name)}`;
}

function renaming(from: Table, to: Table): ByEngine {
  const [old, fresh, beside] = [quoted(from.name), quoted(to.name), quoted(`${from.name}_view`)];
  return {
    postgres: [[`ALTER TABLE ${old} RENAME TO ${fresh}`, ...partsOnPostgres(from, to), viewOf(from, to)].join(';\n')],
    // The view is made over a stand-in, so that both names change hands in one statement.
    mysql: [
      `CREATE TABLE ${fresh} LIKE ${old}`,
      viewOf(from, { ...to, columns: from.columns }, `${from.name}_view`),
      `DROP TABLE ${fresh}`,
      `RENAME TABLE ${old} TO ${fresh}, ${beside} TO ${old}`,
      ...columnsOnMysql(from, to).flatMap((rename) => [
        rename,
        viewOf(from, to).replace('CREATE', 'CREATE OR REPLACE'),
      ]),
      ...partsOnMysql(from, to),
    ],
  };
}

function unrenaming(from: Table, to: Table): ByEngine {
  const [old, fresh] = [quoted(from.name), quoted(to.name)];
  return {
    postgres: [[`DROP VIEW ${old}`, `ALTER TABLE ${fresh} RENAME TO ${old}`, ...partsOnPostgres(to, from)].join(';\n')],
    mysql: [
      `DROP VIEW ${old}`,
      `RENAME TABLE ${fresh} TO ${old}`,
      ...columnsOnMysql(to, from),
      ...partsOnMysql(to, from),
    ],
  };
}

/** All that is called after the table. */
function partsOnPostgres(from: Table, to: Table): string[] {
  const alter = `ALTER TABLE ${quoted(to.name)}`;
  const constraint = (was: string, is: string) =>
    was === is ? [] : [`${alter} RENAME CONSTRAINT ${quoted(was)} TO ${quoted(is)}`];
  return [
    ...from.columns.flatMap(({ name }, index) => {
      const is = to.columns[index]?.name as string;
      return name === is ? [] : [`${alter} RENAME COLUMN ${quoted(name)} TO ${quoted(is)}`];
    }),
    ...constraint(primaryKeyName(from.name), primaryKeyName(to.name)),
    ...from.indexes.flatMap((index, at) => {
      const after = to.indexes[at] ?? index;
      const [was, is] = [postgresName(from.name, index), postgresName(to.name, after)];
      if (index.constraint) return constraint(was, is);
      return was === is ? [] : [`ALTER INDEX ${quoted(was)} RENAME TO ${quoted(is)}`];
    }),
    ...from.foreignKeys.flatMap(({ name }, at) => constraint(name, to.foreignKeys[at]?.name ?? name)),
    ...from.columns.flatMap(({ name, type }, at) => {
      if (type.kind !== 'enum') return [];
      const [was, is] = [enumTypeName(from.name, name), enumTypeName(to.name, to.columns[at]?.name ?? name)];
      return was === is ? [] : [`ALTER TYPE ${quoted(was)} RENAME TO ${quoted(is)}`];
    }),
  ];
}

function columnsOnMysql(from: Table, to: Table): string[] {
  return from.columns.flatMap(({ name }, at) => {
    const is = to.columns[at]?.name as string;
    return name === is ? [] : [`ALTER TABLE ${quoted(to.name)} RENAME COLUMN ${quoted(name)} TO ${quoted(is)}`];
  });
}

/** A foreign key has one name for all its life there. */
function partsOnMysql(from: Table, to: Table): string[] {
  const alter = `ALTER TABLE ${quoted(to.name)}`;
  const indexes = from.indexes.flatMap((index, at) => {
    const [was, is] = [mysqlName(index), mysqlName(to.indexes[at] ?? index)];
    return was === is ? [] : [`${alter} RENAME INDEX ${quoted(was)} TO ${quoted(is)}`];
  });
  const keys = from.foreignKeys.flatMap(({ name }, at) => {
    const is = to.foreignKeys[at];
    if (!is || is.name === name) return [];
    return [`${alter} DROP FOREIGN KEY ${quoted(name)}, LOCK=NONE`, `${alter} ${foreignKey(is)}, LOCK=NONE`];
  });
  const unchecked = keys.length > 0 ? ['SET foreign_key_checks = 0', ...keys, 'SET foreign_key_checks = 1'] : [];
  return [...indexes, ...unchecked];
}
