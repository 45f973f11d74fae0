import { databaseName } from '../../../../config/database-names.ts';
import type { ForeignKey, Index, Table } from '../../../../schema/contract.ts';
import { type ByEngine, type Phase, reversed, type Step } from '../contract.ts';
import { mysqlName, postgresName, quoted } from '../names.ts';
import { ADD_LIVE, foreignKey, LIVE, mysqlIndex, postgresIndex } from '../table.ts';

export function addIndex(table: string, index: Index, phase: Phase): Step {
  const alter = `ALTER TABLE ${quoted(table)}`;
  const name = quoted(postgresName(table, index));
  return {
    phase,
    stage: 'add index',
    up: {
      postgres: [
        postgresIndex(table, index),
        ...(index.constraint ? [`${alter} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name}`] : []),
      ],
      mysql: [`${alter} ${mysqlIndex(index)}, LOCK=NONE`],
    },
    down: {
      postgres: [index.constraint ? `${alter} DROP CONSTRAINT ${name}` : `DROP INDEX CONCURRENTLY ${name}`],
      mysql: [`${alter} DROP INDEX ${quoted(mysqlName(index))}, LOCK=NONE`],
    },
  };
}

export function dropIndex(table: string, index: Index, phase: Phase): Step {
  return { ...reversed(addIndex(table, index, phase)), stage: 'drop index' };
}

/** Where two forms of what is unique have one name: the new one is built beside the old one, and takes its place at once. */
export function replaceIndex(table: string, from: Index, to: Index, phase: Phase): Step {
  return {
    phase,
    stage: 'add index',
    up: inPlace(table, from, to),
    down: inPlace(table, to, from),
  };
}

function inPlace(table: string, from: Index, to: Index): ByEngine {
  const alter = `ALTER TABLE ${quoted(table)}`;
  const next = databaseName(postgresName(table, to), 'next');
  const name = quoted(postgresName(table, to));
  const former = quoted(databaseName(postgresName(table, from), 'former'));
  const leave = from.constraint ? `${alter} DROP CONSTRAINT ${name}` : `ALTER INDEX ${name} RENAME TO ${former}`;
  const take = to.constraint
    ? `${alter} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${quoted(next)}`
    : `ALTER INDEX ${quoted(next)} RENAME TO ${name}`;
  return {
    postgres: [
      postgresIndex(table, to, next),
      `${leave};\n${take}`,
      ...(from.constraint ? [] : [`DROP INDEX CONCURRENTLY ${former}`]),
    ],
    mysql: [
      `${alter} ${mysqlIndex(to, next)}, LOCK=NONE`,
      `${alter} DROP INDEX ${quoted(mysqlName(from))}, RENAME INDEX ${quoted(next)} TO ${quoted(mysqlName(to))}`,
    ],
  };
}

/** PostgreSQL takes it unseen first, and looks at the rows while others write. */
export function addForeignKey(table: string, key: ForeignKey, phase: Phase, isEmpty: boolean): Step {
  const alter = `ALTER TABLE ${quoted(table)}`;
  return {
    phase,
    stage: isEmpty ? 'link column' : 'link',
    allow: {
      'constraint-copies-table': isEmpty
        ? 'The column is new and empty, and without the check nothing is copied.'
        : 'MySQL and MariaDB have no other way to look whether all rows keep to it.',
    },
    up: {
      postgres: [`${alter} ${foreignKey(key)} NOT VALID`, `${alter} VALIDATE CONSTRAINT ${quoted(key.name)}`],
      // With the check it would copy the table under a lock; a column that is empty needs none.
      mysql: isEmpty
        ? ['SET foreign_key_checks = 0', `${alter} ${foreignKey(key)}, LOCK=NONE`, 'SET foreign_key_checks = 1']
        : [`${alter} ${foreignKey(key)}`],
    },
    down: {
      postgres: [`${alter} DROP CONSTRAINT ${quoted(key.name)}`],
      mysql: [`${alter} DROP FOREIGN KEY ${quoted(key.name)}, LOCK=NONE`],
    },
  };
}

export function dropForeignKey(table: string, key: ForeignKey, phase: Phase): Step {
  return { ...reversed(addForeignKey(table, key, phase, false)), stage: 'unlink' };
}

/** MySQL's indexes leave nothing out, but null is taken by nobody. */
export function addLive({ name }: Pick<Table, 'name'>): Step {
  const alter = `ALTER TABLE ${quoted(name)}`;
  return {
    phase: 'expand',
    stage: 'add live',
    why: 'MySQL’s indexes leave nothing out, but null is taken by nobody.',
    up: { postgres: [], mysql: [`${alter} ${ADD_LIVE}`] },
    down: { postgres: [], mysql: [`${alter} DROP COLUMN ${quoted(LIVE)}`] },
  };
}

export function dropLive(table: Table): Step {
  const { up, down } = addLive(table);
  return { phase: 'contract', stage: 'drop live', up: down, down: up };
}
