import mysql2 from 'mysql2';
import { QueryTypes, Sequelize } from 'sequelize';
import { grantRows, loginOf } from '../../runtimes/databases/mysql-grants.ts';
import { LOG_TABLE, NOT_OF_SERVICES } from '../../runtimes/databases.ts';
import type { Select } from '../backfill/tables/contract.ts';
import { mysqlTables } from '../backfill/tables/mysql.ts';
import { BUSY_WAIT_MS, stillAtWork } from './at-work.ts';
import type { Engine } from './engine.ts';

const CREATE_LOG = `
  CREATE TABLE IF NOT EXISTS ${LOG_TABLE} (
    name VARCHAR(255) PRIMARY KEY,
    checksum VARCHAR(64) NOT NULL,
    duration_ms INTEGER NOT NULL,
    applied_by VARCHAR(255) NOT NULL,
    aurora_version VARCHAR(100) NOT NULL,
    applied_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    direction VARCHAR(4) COMMENT 'while it is on its way',
    steps LONGTEXT COMMENT 'what of it has been done by then'
  )`;

/** As services have them, so that both write the same SQL. */
const SQL_MODE = 'ANSI_QUOTES,PIPES_AS_CONCAT,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
/** A killed run's connection has its statement run to its end, and holds this as long. */
const BUSY = "SHA2(CONCAT('aurora migrates here: ', DATABASE()), 224)";

/** Exists, or does not: tables, views, columns, keys, constraints, triggers, routines. */
const THERE_ALREADY = new Set([
  ...[1050, 1051, 1146, 4092, 1054, 1060, 1061, 1068, 1072, 1091, 1176, 1826],
  ...[1359, 1360, 1304, 1305],
]);
/** MariaDB's for a foreign key whose name is taken. */
const CANNOT_CREATE = 1005;
const DUPLICATE_KEY = /errno: 121\b/;
/** No lock in time, and a deadlock. */
const LOCKED_OUT = new Set([1205, 1213]);
/** MariaDB's, MySQL's. */
const TOO_LONG = new Set([1969, 3024]);
/** Of the server; of the connection, in MariaDB. */
const SHUTTING_DOWN = new Set([1053, 1927]);

/** MySQL commits around every change of a schema, so a migration cannot be one transaction. */
export function mysqlEngine(url: string): Engine {
  const sequelize = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), {
    dialect: 'mysql',
    dialectModule: mysql2,
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
  });
  const query = sequelize.query.bind(sequelize);
  const run: Engine['run'] = (sql, values) => query(sql, values && { replacements: [...values] });
  const select: Select = <T extends object>(sql: string, values?: readonly unknown[]) =>
    query<T>(sql, { type: QueryTypes.SELECT, ...(values && { replacements: [...values] }) });
  let isMariadb = false;

  return {
    dialect: 'mysql',
    sequelize,
    select,
    run,
    tables: mysqlTables(select),
    transactional: false,
    begin: 'START TRANSACTION',
    async open() {
      await run(`SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00'`);
      const [server] = await select<{ version: string }>('SELECT VERSION() AS version');
      isMariadb = server?.version.includes('MariaDB') === true;
      const [lock] = await select<{ free: number | null }>(`SELECT GET_LOCK(${BUSY}, ${BUSY_WAIT_MS / 1000}) AS free`);
      if (lock?.free !== 1) throw stillAtWork();
      await run(CREATE_LOG);
    },
    async connectionId() {
      const [own] = await select<{ id: number }>('SELECT CONNECTION_ID() AS id');
      return own?.id as number;
    },
    async setTimeouts({ lockTimeoutMs, statementTimeoutMs }) {
      const seconds = Math.max(1, Math.round(lockTimeoutMs / 1000));
      await run(`SET SESSION lock_wait_timeout = ${seconds}, innodb_lock_wait_timeout = ${seconds}`);
      // MySQL has one for what is read alone.
      if (isMariadb) await run(`SET SESSION max_statement_time = ${statementTimeoutMs / 1000}`);
    },
    isThereAlready: (error) =>
      THERE_ALREADY.has(numberOf(error)) ||
      (numberOf(error) === CANNOT_CREATE && DUPLICATE_KEY.test((error as Error).message)),
    isLost: (error) => SHUTTING_DOWN.has(numberOf(error)) || originalOf(error).fatal === true,
    isLockedOut: (error) => LOCKED_OUT.has(numberOf(error)),
    isTooLong: (error) => TOO_LONG.has(numberOf(error)),
    /** What tables there are now, the service's login may use, but for ours. */
    async grant() {
      const sql = 'SELECT DATABASE() AS `database`, USER() AS `user`';
      const [who] = await select<{ database: string; user: string }>(sql);
      const login = who && loginOf(who.user.replace(/@[^@]*$/, ''));
      if (!who || login === undefined) return;
      await grantRows(who.database, login, NOT_OF_SERVICES, (each) => select(each), run);
    },
    async forgetSeeds() {
      if ((await select("SHOW TABLES LIKE 'seed_runs'")).length > 0) await run('DELETE FROM seed_runs');
    },
  };
}

function originalOf(error: unknown): { fatal?: boolean; errno?: number } {
  return (error as { original?: { fatal?: boolean; errno?: number } }).original ?? {};
}

function numberOf(error: unknown): number {
  return originalOf(error).errno ?? 0;
}
