import { AuroraError } from '../errors.ts';
import { packageJson } from '../package.ts';
import { isPostgres, LOG_TABLE, REPAIRS_TABLE } from '../runtimes/databases.ts';
import { WHO } from './client.ts';
import type { Client } from './engines/contract.ts';
import type { MigrationFile } from './files.ts';
import type { Listener } from './ledgers/contract.ts';
import { withLock } from './lock.ts';
import { readLog } from './log.ts';
import { revokeFromServices } from './revoke.ts';
import { type MigrationState, statesOf } from './state.ts';

/** What is wished, each by name. */
export interface Repairs {
  /** Edited ones: their files, as they are now, are taken for what was applied. */
  readonly accept: readonly string[];
  /** Ones whose files are gone: their lines in the log go, too. */
  readonly forget: readonly string[];
}

export interface Repair extends Repairs, Pick<Listener, 'onWait'> {
  readonly service: string;
  readonly files: () => Promise<readonly MigrationFile[]>;
  readonly url: string;
}

/**
 * Makes the log say what is wished, and writes down who wished it. No migration is run.
 * @throws AuroraError `not_edited`, `not_missing`, `migration_locked`
 */
export function repair({ service, files: list, url, accept, forget, onWait }: Repair): Promise<void> {
  return withLock(url, onWait, async (client) => {
    const files = await list();
    const log = await readLog(client);
    const states = statesOf(files, log);
    for (const name of accept) requireState(service, states, name, 'edited');
    for (const name of forget) requireState(service, states, name, 'missing');
    for (const sql of createRepairs(url)) await client.query(sql);
    await client.query('BEGIN');
    for (const name of [...accept, ...forget]) {
      const before = log.find((entry) => entry.name === name)?.checksum ?? '';
      const after = files.find((file) => file.name === name)?.checksum ?? null;
      await change(client, name, before, after);
    }
    // A kill before it leaves all as it was.
    await client.query('COMMIT');
  });
}

/** @param after null: it is forgotten */
async function change(client: Client, name: string, before: string, after: string | null): Promise<void> {
  await client.query(
    `INSERT INTO ${REPAIRS_TABLE} (name, checksum_before, checksum_after, repaired_by, aurora_version) VALUES ($1, $2, $3, $4, $5)`,
    [name, before, after, WHO, packageJson().version],
  );
  if (after === null) await client.query(`DELETE FROM ${LOG_TABLE} WHERE name = $1`, [name]);
  else await client.query(`UPDATE ${LOG_TABLE} SET checksum = $1 WHERE name = $2`, [after, name]);
}

function createRepairs(url: string): string[] {
  const [text, time] = isPostgres(url) ? ['text', 'timestamptz'] : ['VARCHAR(255)', 'DATETIME(6)'];
  const create = `
    CREATE TABLE IF NOT EXISTS ${REPAIRS_TABLE} (
      repaired_at ${time} NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
      name ${text} NOT NULL,
      checksum_before ${text} NOT NULL,
      checksum_after ${text},
      repaired_by ${text} NOT NULL,
      aurora_version ${text} NOT NULL
    )`;
  return isPostgres(url) ? [create, revokeFromServices(REPAIRS_TABLE)] : [create];
}

function requireState(
  service: string,
  states: readonly MigrationState[],
  name: string,
  wanted: 'edited' | 'missing',
): void {
  const state = states.find((each) => each.name === name)?.state;
  if (state === wanted) return;
  const [code, detail] =
    wanted === 'edited'
      ? ['not_edited', 'Only the file of one that was applied, and edited since, can be accepted.']
      : [
          'not_missing',
          'Only one that was applied, and whose file is gone, can be forgotten; others are taken back by aurora migrate down.',
        ];
  const is =
    state === undefined ? `${service} has no migration ${name}` : `${name} of ${service} is ${state}, not ${wanted}`;
  throw new AuroraError(code, is, { exit: 'usage', details: [detail], next: `aurora migrate repair ${service}` });
}
