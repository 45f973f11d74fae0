import pg from 'pg';
import type { CloudEvent } from '../cloud-event.ts';
import type { PublishResult } from '../contract.ts';
import { CHANNEL } from './session.ts';

/**
 * A copy for each consumer that subscribes, in the order given, and one notification for each of them: one round trip,
 * one commit. Notifications come after the commit, and the order of ids follows the order of the rows.
 */
const PUBLISH = {
  name: 'aurora-events-publish',
  text: `
    WITH sent AS (
      INSERT INTO aurora_events.message (consumer, subject, envelope)
      SELECT s.consumer, e.subject, e.envelope
      FROM unnest($1::text[], $2::text[], $3::json[]) WITH ORDINALITY AS e (type, subject, envelope, position)
      JOIN aurora_events.subscription s ON s.type = e.type
      ORDER BY e.position
      RETURNING consumer
    )
    SELECT pg_notify('${CHANNEL}', consumer) FROM (SELECT DISTINCT consumer FROM sent) AS woken`,
};

/** Publishes all or nothing; where the batch fails for what is in it, each event on its own. */
export async function publish(pool: pg.Pool, events: readonly CloudEvent[]): Promise<PublishResult[]> {
  if (events.length === 0) return [];
  try {
    const values = [
      events.map(({ type }) => type),
      events.map(({ subject }) => subject),
      events.map((event) => JSON.stringify(event)),
    ];
    await pool.query({ ...PUBLISH, values });
    return events.map(() => ({ outcome: 'sent' }));
  } catch (error) {
    const reason = (error as Error).message;
    if (!isData(error)) return events.map(() => ({ outcome: 'unsent', reason }));
    if (events.length === 1) return [{ outcome: 'refused', reason }];
    const results: PublishResult[] = [];
    for (const event of events) results.push(...(await publish(pool, [event])));
    return results;
  }
}

/** SQLSTATE class 22: data exception; 54: program limit exceeded. Anything else is not the event's fault. */
function isData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? '');
}
