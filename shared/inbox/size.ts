import type { Database } from '../database/index.ts';

/** How many handled events an inbox remembers. */
export async function inboxSize(database: Database): Promise<number> {
  const { rows } = await database.query({ name: 'inbox-size', text: 'SELECT count(*) AS size FROM inbox' });
  return Number(rows[0]?.size);
}
