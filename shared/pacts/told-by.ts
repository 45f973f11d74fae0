import type { Database, Transaction } from '../database/index.ts';
import type { CloudEvent } from '../events/index.ts';

/** Does some work, and gives the event that it has left in the outbox last: seen by its own transaction, before the relay. */
export async function toldBy(
  database: Database,
  work: (transaction: Transaction) => Promise<unknown>,
): Promise<CloudEvent> {
  return database.transaction(async (transaction) => {
    await work(transaction);
    const { rows } = await transaction.query<{ envelope: CloudEvent | string }>({
      text: 'SELECT envelope FROM outbox ORDER BY position DESC LIMIT 1',
    });
    const envelope = rows[0]?.envelope;
    if (envelope === undefined) throw new Error('nothing was told');
    return typeof envelope === 'string' ? (JSON.parse(envelope) as CloudEvent) : envelope;
  });
}
