import { packageJson } from '../../package.ts';
import { LOG_TABLE } from '../../runtimes/databases.ts';
import { WHO } from '../client.ts';
import type { MigrationFile } from '../files.ts';
import type { Engine } from './engine.ts';
import type { Progress } from './progress.ts';

/** The lines of the log, each one migration. */
export function logbook({ select, run }: Engine) {
  const forget = (name: string) => run(`DELETE FROM ${LOG_TABLE} WHERE name = ?`, [name]);
  return {
    forget,
    async names(direction: 'up' | 'down'): Promise<string[]> {
      const where = direction === 'up' ? ' WHERE direction IS NULL' : '';
      const rows = await select<{ name: string }>(`SELECT name FROM ${LOG_TABLE}${where} ORDER BY name`);
      return rows.map(({ name }) => name);
    },
    async progress(name: string): Promise<Progress | undefined> {
      const sql = `SELECT direction, steps FROM ${LOG_TABLE} WHERE name = ?`;
      const [row] = await select<{ direction: 'up' | 'down' | null; steps: string | null }>(sql, [name]);
      return row?.direction ? { done: [], ...JSON.parse(row.steps ?? '{}'), direction: row.direction } : undefined;
    },
    begin: ({ name, checksum }: MigrationFile) =>
      run(
        `INSERT INTO ${LOG_TABLE} (name, checksum, duration_ms, applied_by, aurora_version, direction) VALUES (?, ?, 0, ?, ?, 'up')`,
        [name, checksum, WHO, packageJson().version],
      ),
    save: (name: string, { direction, ...steps }: Progress) =>
      run(`UPDATE ${LOG_TABLE} SET direction = ?, steps = ? WHERE name = ?`, [direction, JSON.stringify(steps), name]),
    /** As if it had never been touched since it was applied. */
    whole: (name: string) => run(`UPDATE ${LOG_TABLE} SET direction = NULL, steps = NULL WHERE name = ?`, [name]),
    finish: ({ name, checksum }: MigrationFile, ms: number) =>
      run(
        `UPDATE ${LOG_TABLE} SET checksum = ?, duration_ms = ?, applied_by = ?, aurora_version = ?,
           applied_at = CURRENT_TIMESTAMP(6), direction = NULL, steps = NULL WHERE name = ?`,
        [checksum, Math.round(ms), WHO, packageJson().version, name],
      ),
  };
}

export type Logbook = ReturnType<typeof logbook>;
