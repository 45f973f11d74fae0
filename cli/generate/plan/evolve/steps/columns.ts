import { databaseName } from '../../../../config/database-names.ts';
import type { Column, Table } from '../../../../schema/contract.ts';
import { type ByEngine, everywhere, inTurn, NOTHING, type Phase, type Step } from '../contract.ts';
import { quoted } from '../names.ts';
import { createType, dropType, mysqlType, postgresType } from '../spell.ts';
import { unlocked } from '../table.ts';
import { stopAtNulls } from './stops.ts';

/** What rows have where nobody has said anything, as SQL of each engine. */
export interface Default {
  readonly postgres: string;
  readonly mysql: string;
  /** MySQL has only an expression as a default of it, and writes all rows anew for that. */
  readonly isLong?: boolean;
}

/** Of a column of today; undefined: there is none. */
export type Defaults = (table: string, column: string) => Default | undefined;

/** Empty; rows that are there, and those of the code before, have the default if there is one. */
export function addColumn(table: Table, column: Column, standard?: Default): Step {
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const name = quoted(column.name);
  const rule = (of: 'postgres' | 'mysql') => (standard && !column.nullable ? ` NOT NULL DEFAULT ${standard[of]}` : '');
  return {
    phase: 'expand',
    stage: 'add column',
    up: {
      postgres: [
        ...createType(table.name, column),
        `${alter} ADD COLUMN ${name} ${postgresType(table.name, column)}${rule('postgres')}`,
      ],
      mysql: [`${alter} ADD COLUMN ${name} ${mysqlType(column.type)}${rule('mysql')}${unlocked(table)}`],
    },
    down: {
      postgres: [`${alter} DROP COLUMN ${name}`, ...dropType(table.name, column)],
      mysql: [`${alter} DROP COLUMN ${name}${unlocked(table)}`],
    },
  };
}

/** A column that may be null by now, without its indexes and foreign keys. */
export function dropColumn(table: Table, column: Column): Step {
  const { up, down } = addColumn(table, { ...column, nullable: true });
  return { phase: 'contract', stage: 'drop column', up: down, down: up };
}

/** The code has the default; the database needs it only while code of before writes. */
export function dropDefault(table: Table, column: Column, standard: Default): Step {
  const alter = `ALTER TABLE ${quoted(table.name)} ALTER COLUMN ${quoted(column.name)}`;
  return {
    phase: 'contract',
    stage: 'drop column',
    up: everywhere(`${alter} DROP DEFAULT`),
    down: {
      postgres: [`${alter} SET DEFAULT ${standard.postgres}`],
      mysql: [`${alter} SET DEFAULT ${standard.mysql}`],
    },
  };
}

/** @param reason why code of before is none the worse for it, for who reads what lint finds */
export function relax(table: Table, column: Column, reason: string, why?: string): Step {
  return {
    phase: 'expand',
    stage: 'relax',
    ...(why !== undefined && { why }),
    allow: { 'drop-not-null': reason },
    up: dropNotNull(table, column),
    down: inTurn(everywhere(stopAtNulls(table.name, column.name)), setNotNull(table, column)),
  };
}

/** Nulls that are left are found before anything has changed. */
export function require(table: Table, column: Column, phase: Phase): Step {
  return { phase, stage: 'require', up: setNotNull(table, column), down: dropNotNull(table, column) };
}

function dropNotNull({ name, ...table }: Table, column: Column): ByEngine {
  const alter = `ALTER TABLE ${quoted(name)}`;
  return {
    postgres: [`${alter} ALTER COLUMN ${quoted(column.name)} DROP NOT NULL`],
    mysql: [`${alter} MODIFY ${quoted(column.name)} ${mysqlType(column.type)} NULL${unlocked(table)}`],
  };
}

/** PostgreSQL believes a check that holds, and need not look at the rows under its lock. */
export function setNotNull(table: Pick<Table, 'name' | 'indexes'>, column: Column): ByEngine {
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const check = quoted(databaseName(table.name, column.name, 'given'));
  const name = quoted(column.name);
  return {
    postgres: [
      `${alter} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`,
      `${alter} VALIDATE CONSTRAINT ${check}`,
      `${alter} ALTER COLUMN ${name} SET NOT NULL`,
      `${alter} DROP CONSTRAINT ${check}`,
    ],
    mysql: [`${alter} MODIFY ${name} ${mysqlType(column.type)} NOT NULL${unlocked(table)}`],
  };
}

/** Rows that have nothing get the default. */
export function fill(table: string, column: string, { postgres, mysql }: Default, phase: Phase): Step {
  const rows = (value: string) => ({ table, set: `${quoted(column)} = ${value}`, where: `${quoted(column)} IS NULL` });
  return { phase, stage: 'fill', up: { postgres: [rows(postgres)], mysql: [rows(mysql)] }, down: NOTHING };
}
