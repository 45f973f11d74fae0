import { setTimeout as sleep } from 'node:timers/promises';
import { AuroraError } from '../../errors.ts';
import { withClient } from '../../migrate/client.ts';
import type { Client } from '../../migrate/engines/contract.ts';
import { isPostgres } from '../../runtimes/databases.ts';
import type { Emptied } from './emptied.ts';

/** Whoever reads or writes a table keeps it from being emptied for as long. */
const LOCK_SECONDS = 3;
const ATTEMPTS = 5;
const PAUSE_MS = 200;
/** Deadlock, lock timeout: PostgreSQL, MariaDB. */
const BUSY = new Set<unknown>(['40P01', '55P03', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);
/** A table that Aurora knows nothing of refers to one of its own: PostgreSQL. */
const HELD = '0A000';

/**
 * Empties the tables of a service: on PostgreSQL all of them or none. On MySQL, where each goes by itself, it is called
 * again after it was cut off.
 * @throws AuroraError `reset_busy`, `reset_held`, `reset_failed`
 */
export function emptyTables(url: string, { service, own, around }: Emptied): Promise<void> {
  const tables = [...own, ...around];
  return withClient(url, async (client) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await (isPostgres(url) ? truncatePostgres(client, tables) : truncateMysql(client, tables));
      } catch (cause) {
        const { code, message, detail = message } = cause as Error & { code?: unknown; detail?: string };
        if (code === HELD) throw held(service, detail);
        if (!BUSY.has(code)) throw failed(service, cause as Error);
        if (attempt === ATTEMPTS) throw busy(service, message);
        await sleep(PAUSE_MS);
      }
    }
  });
}

/** Rows of each of these tables, by name. */
export function countRows(url: string, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return withClient(url, async (client) => {
    const quote = isPostgres(url) ? '"' : '`';
    const counts = new Map<string, number>();
    for (const table of tables) {
      const text = `SELECT count(*) AS counted FROM ${quote}${table}${quote}`;
      const [row] = await client.query<{ counted: string }>(text);
      counts.set(table, Number(row?.counted));
    }
    return counts;
  });
}

async function truncatePostgres(client: Client, tables: readonly string[]): Promise<void> {
  await client.query(`SET lock_timeout = '${LOCK_SECONDS}s'`);
  await client.query(`TRUNCATE ${tables.map((table) => `"${table}"`).join(', ')}`);
}

/** It would count the positions of events from 1 again, which a relay may have in hand. */
const COUNTED = new Set(['outbox', 'outbox_dead']);

async function truncateMysql(client: Client, tables: readonly string[]): Promise<void> {
  await requireFree(client, tables);
  await client.query(`SET SESSION lock_wait_timeout = ${LOCK_SECONDS}, SESSION foreign_key_checks = 0`);
  for (const table of tables) {
    await client.query(`${COUNTED.has(table) ? 'DELETE FROM' : 'TRUNCATE TABLE'} \`${table}\``);
  }
}

/** Without its checks the engine would not say so. */
async function requireFree(client: Client, tables: readonly string[]): Promise<void> {
  const keys = await client.query<{ referrer: string; referred: string }>(
    `SELECT table_name AS referrer, referenced_table_name AS referred FROM information_schema.key_column_usage
     WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE()`,
  );
  const key = keys.find(({ referrer, referred }) => tables.includes(referred) && !tables.includes(referrer));
  if (key) throw Object.assign(new Error(`Table "${key.referrer}" references "${key.referred}".`), { code: HELD });
}

function held(service: string, message: string): AuroraError {
  return new AuroraError(
    'reset_held',
    `The tables of ${service} cannot be emptied: a table of your own refers to them.`,
    {
      exit: 'failed',
      details: [message],
      next: `aurora db shell ${service}: empty that table first`,
    },
  );
}

function busy(service: string, message: string): AuroraError {
  return new AuroraError('reset_busy', `The tables of ${service} are in use without a pause.`, {
    exit: 'failed',
    details: [message],
    next: 'aurora down, then again',
  });
}

function failed(service: string, cause: Error): AuroraError {
  return new AuroraError('reset_failed', `The tables of ${service} cannot be emptied.`, {
    exit: 'failed',
    details: [cause.message],
    next: `aurora migrate verify ${service}`,
    cause,
  });
}
