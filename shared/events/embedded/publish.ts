import pg from 'pg';
import type { CloudEvent } from '../cloud-event.ts';
import type { PublishResult } from '../contract.ts';
import { tooLarge } from '../limit.ts';
import { anyVersion } from '../versions.ts';
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
      FROM unnest($1::text[], $2::text[], $3::text[], $4::json[]) WITH ORDINALITY
        AS e (type, any_version, subject, envelope, position)
      CROSS JOIN LATERAL (
        SELECT DISTINCT consumer FROM aurora_events.subscription
        WHERE (type IN (e.type, e.any_version) AND expires_at IS NULL)
          OR (type = split_part(e.type, '.', 1) || '.#' AND expires_at > now())
      ) AS s
      ORDER BY e.position
      RETURNING consumer
    )
    SELECT pg_notify('${CHANNEL}', consumer) FROM (SELECT DISTINCT consumer FROM sent) AS woken`,
};

interface Outgoing {
  readonly type: string;
  readonly anyVersion: string;
  readonly subject: string;
  readonly envelope: string;
}

/** Sends in the given order, in one commit; what is too large is left out. */
export async function publish(pool: pg.Pool, events: readonly CloudEvent[]): Promise<PublishResult[]> {
  const refused = new Map<number, PublishResult>();
  const messages = events.flatMap((event, index): Outgoing[] => {
    const envelope = JSON.stringify(event);
    const refusal = tooLarge(Buffer.byteLength(envelope));
    if (refusal) refused.set(index, refusal);
    return refusal ? [] : [{ type: event.type, anyVersion: anyVersion(event.type), subject: event.subject, envelope }];
  });
  const results = (await insert(pool, messages))[Symbol.iterator]();
  return events.map((_, index) => refused.get(index) ?? (results.next().value as PublishResult));
}

/** All or nothing; where that fails for what is in the batch, each on its own. */
async function insert(pool: pg.Pool, messages: readonly Outgoing[]): Promise<PublishResult[]> {
  if (messages.length === 0) return [];
  const column = (name: keyof Outgoing) => messages.map((message) => message[name]);
  try {
    const values = [column('type'), column('anyVersion'), column('subject'), column('envelope')];
    await pool.query({ ...PUBLISH, values });
    return messages.map(() => ({ outcome: 'sent' }));
  } catch (error) {
    const reason = (error as Error).message;
    if (!isData(error)) return messages.map(() => ({ outcome: 'unsent', reason }));
    if (messages.length === 1) return [{ outcome: 'refused', reason }];
    const results: PublishResult[] = [];
    for (const message of messages) results.push(...(await insert(pool, [message])));
    return results;
  }
}

/** SQLSTATE class 22: data exception; 54: program limit exceeded. Anything else is not the event's fault. */
function isData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? '');
}
