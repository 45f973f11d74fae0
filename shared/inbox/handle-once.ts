import type { Database, Transaction } from '../database/index.ts';
import { beforeAbort, type CloudEvent } from '../events/index.ts';

const RECEIVE = {
  name: 'inbox-receive',
  text: 'INSERT INTO inbox (consumer, source, event_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
};

/**
 * Lets an event take effect once, however often it arrives and wherever: its inbox row, what the handler writes and the
 * events that it causes are one transaction. Acknowledge the event after this has resolved.
 *
 * @returns false where the event has taken effect before; the handler did not run
 * @throws whatever the handler throws, or why its time was up; then nothing has happened, and nothing will
 */
export function handleOnce(
  database: Database,
  consumer: string,
  event: CloudEvent,
  handler: (transaction: Transaction) => Promise<void>,
  signal: AbortSignal = new AbortController().signal,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    // Waits for another transaction that is handling the same event, and then sees its row.
    const { count } = await transaction.query(RECEIVE, [consumer, event.source, event.id]);
    if (count === 0) return false;
    signal.throwIfAborted();
    await beforeAbort(signal, handler(transaction));
    return true;
  });
}

const LOOK = {
  name: 'inbox-look',
  text: 'SELECT 1 FROM inbox WHERE consumer = $1 AND source = $2 AND event_id = $3',
};

/** Whether the event has taken effect. */
export async function hasHandled(database: Database, consumer: string, event: CloudEvent): Promise<boolean> {
  return (await database.query(LOOK, [consumer, event.source, event.id])).count > 0;
}
