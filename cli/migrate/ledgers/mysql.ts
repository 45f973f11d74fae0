import mysql2 from 'mysql2';
import { QueryTypes, Sequelize } from 'sequelize';
import { packageJson } from '../../package.ts';
import { grantRows, loginOf } from '../../runtimes/databases/mysql-grants.ts';
import { HOLDER_TABLE, LOG_TABLE } from '../../runtimes/databases.ts';
import { WHO } from '../client.ts';
import type { Ledger, Ways } from './contract.ts';
import { type Progress, stepwise } from './mysql-steps.ts';

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
const BUSY_WAIT_S = 60;

/**
 * MySQL commits around every change of a schema, so a migration cannot be one transaction. Its statements are counted as they
 * are done: one that was killed or failed goes on after the last.
 */
export function mysqlLedger(url: string): Ledger {
  const sequelize = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), {
    dialect: 'mysql',
    dialectModule: mysql2,
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
  });
  /** Past the steps of the migration. */
  const query = sequelize.query.bind(sequelize);
  const write = (sql: string, values: readonly unknown[]) => query(sql, { replacements: [...values] });
  const select = <T extends object>(sql: string, values: readonly unknown[] = []) =>
    query<T>(sql, { replacements: [...values], type: QueryTypes.SELECT });

  const progressOf = async (name: string): Promise<Progress | undefined> => {
    const sql = `SELECT direction, steps FROM ${LOG_TABLE} WHERE name = ?`;
    const [row] = await select<{ direction: keyof Ways | null; steps: string | null }>(sql, [name]);
    return row?.direction ? { direction: row.direction, ...JSON.parse(row.steps ?? '{}') } : undefined;
  };
  const save = async (name: string, { direction, ...steps }: Progress) => {
    await write(`UPDATE ${LOG_TABLE} SET direction = ?, steps = ? WHERE name = ?`, [
      direction,
      JSON.stringify(steps),
      name,
    ]);
  };
  const walk = async (name: string, progress: Progress, way: () => Promise<void>) => {
    await save(name, progress);
    try {
      await stepwise(sequelize, progress, () => save(name, progress), way);
    } catch (error) {
      // As if it had never begun.
      const untouched = progress.done.length === 0 && progress.begun === undefined;
      if (untouched) await (progress.direction === 'up' ? forget(name) : whole(name));
      throw error;
    }
  };
  const forget = (name: string) => write(`DELETE FROM ${LOG_TABLE} WHERE name = ?`, [name]);
  const whole = (name: string) =>
    write(`UPDATE ${LOG_TABLE} SET direction = NULL, steps = NULL WHERE name = ?`, [name]);
  const goDown = async (name: string, progress: Progress, { down }: Ways) => {
    await walk(name, progress, down);
    await forget(name);
    // Rows may have gone with their table: the next `up` creates what is missing.
    if ((await select("SHOW TABLES LIKE 'seed_runs'")).length > 0) await query('DELETE FROM seed_runs');
  };

  return {
    sequelize,
    async open() {
      await query(`SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00'`);
      const [lock] = await select<{ free: number | null }>(`SELECT GET_LOCK(${BUSY}, ${BUSY_WAIT_S}) AS free`);
      if (lock?.free !== 1) throw new Error('A statement of an earlier run, which was killed, is still at work.');
      await query(CREATE_LOG);
    },
    async applied(direction) {
      const where = direction === 'up' ? ' WHERE direction IS NULL' : '';
      return (await select<{ name: string }>(`SELECT name FROM ${LOG_TABLE}${where} ORDER BY name`)).map(
        ({ name }) => name,
      );
    },
    async apply({ name, checksum }, ways) {
      const started = performance.now();
      let progress = await progressOf(name);
      if (progress?.direction === 'down') {
        await goDown(name, progress, ways);
        progress = undefined;
      }
      if (!progress) {
        const columns = 'name, checksum, duration_ms, applied_by, aurora_version, direction';
        await write(`INSERT INTO ${LOG_TABLE} (${columns}) VALUES (?, ?, 0, ?, ?, 'up')`, [
          name,
          checksum,
          WHO,
          packageJson().version,
        ]);
      }
      await walk(name, progress ?? { direction: 'up', done: [] }, ways.up);
      await write(
        `UPDATE ${LOG_TABLE} SET checksum = ?, duration_ms = ?, applied_by = ?, applied_at = CURRENT_TIMESTAMP(6),
          direction = NULL, steps = NULL WHERE name = ?`,
        [checksum, Math.round(performance.now() - started), WHO, name],
      );
      await grant(select, query);
    },
    async revert({ name }, ways) {
      const progress = await progressOf(name);
      // What never came into being cannot go: half of the way up is there at most.
      const lenient = progress?.direction === 'up' || progress?.lenient === true;
      const anew: Progress = { direction: 'down', done: [], lenient };
      await goDown(name, progress?.direction === 'down' ? progress : anew, ways);
    },
    async remainder(name) {
      const progress = await progressOf(name).catch(() => undefined);
      if (!progress) return 'Nothing of it is left in the database.';
      return `Its first ${progress.done.length} statements are in the database, and stay; it goes on after them.`;
    },
    close: () => sequelize.close(),
  };
}

/** What tables there are now, the service's login may use, but for ours. */
async function grant(
  select: <T extends object>(sql: string) => Promise<T[]>,
  query: (sql: string) => Promise<unknown>,
): Promise<void> {
  const [who] = await select<{ database: string; user: string }>('SELECT DATABASE() AS `database`, USER() AS `user`');
  const login = who && loginOf(who.user.replace(/@[^@]*$/, ''));
  if (!who || login === undefined) return;
  await grantRows(who.database, login, [LOG_TABLE, HOLDER_TABLE], (sql) => select(sql), query);
}
