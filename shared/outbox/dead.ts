import { validate } from 'uuid';
import type { Database, Dialect, Transaction } from '../database/index.ts';
import { DEFAULT_LIMIT, type ParkedChoice, type ParkedEvent } from '../events/contract.ts';
import { COLUMNS } from './pending.ts';

const REVIVE = {
  name: 'outbox-revive',
  text: `INSERT INTO outbox (${COLUMNS}) SELECT ${COLUMNS} FROM outbox_dead WHERE position = ANY($1)`,
};
const FORGET = { name: 'outbox-forget', text: 'DELETE FROM outbox_dead WHERE position = ANY($1)' };

/** What the broker refused for good, oldest first; the reason is its last word. */
export async function buried(database: Database, choice: ParkedChoice = {}): Promise<ParkedEvent[]> {
  const { rows } = await database.query(
    ...select(
      `envelope AS event, attempts, COALESCE(last_error, 'unknown') AS reason, died_at AS "parkedAt"`,
      choice,
      database.dialect,
    ),
  );
  return rows as unknown as ParkedEvent[];
}

/**
 * Has the relay send buried events again, under their own ids and with no attempt made. They are where they were in the
 * outbox, so that those of one aggregate keep their order, and go ahead of later ones. Returns how many.
 */
export function revive(database: Database, choice: ParkedChoice = {}): Promise<number> {
  return database.transaction(async (transaction) => {
    const positions = await hold(transaction, choice, database.dialect);
    if (positions.length === 0) return 0;
    await transaction.query(REVIVE, [positions]);
    return (await transaction.query(FORGET, [positions])).count;
  });
}

/** Forgets buried events for good. Returns how many. */
export function purgeBuried(database: Database, choice: ParkedChoice = {}): Promise<number> {
  return database.transaction(async (transaction) => {
    const positions = await hold(transaction, choice, database.dialect);
    return positions.length === 0 ? 0 : (await transaction.query(FORGET, [positions])).count;
  });
}

/** Their positions; nobody else revives or forgets them meanwhile. */
async function hold(transaction: Transaction, choice: ParkedChoice, dialect: Dialect): Promise<unknown[]> {
  const [{ text }, values] = select('position', choice, dialect);
  const { rows } = await transaction.query({ text: `${text} FOR UPDATE` }, values);
  return rows.map(({ position }) => position);
}

function select(columns: string, { ids, since, limit = DEFAULT_LIMIT }: ParkedChoice, dialect: Dialect) {
  const values: unknown[] = [limit];
  const conditions: string[] = [];
  // What is no UUID is no event's id here, and PostgreSQL would not compare it with one.
  if (ids) conditions.push(`event_id = ANY($${values.push(ids.filter(validate))})`);
  if (since) conditions.push(`died_at >= $${values.push(dialect.time(since.toISOString()))}`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return [{ text: `SELECT ${columns} FROM outbox_dead ${where} ORDER BY position LIMIT $1` }, values] as const;
}
