import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Alarm } from '../alarm.ts';
import type { CloudEvent } from '../cloud-event.ts';

/** Milliseconds between looks, and how long events are kept for one who has gone without a word. */
const POLL_MS = 250;
const EXPIRES_MS = 10_000;

const RENEW = `
  INSERT INTO aurora_events.subscription (consumer, type, expires_at)
  VALUES ($1, $2, now() + $3 * interval '1 ms')
  ON CONFLICT (consumer, type) DO UPDATE SET expires_at = excluded.expires_at`;

/** Also of those who have gone without a word. */
const FORGET = `
  WITH gone AS (
    DELETE FROM aurora_events.subscription WHERE consumer = $1 OR expires_at < now() RETURNING consumer
  )
  DELETE FROM aurora_events.message WHERE consumer IN (SELECT consumer FROM gone)`;

const TAKE = 'DELETE FROM aurora_events.message WHERE consumer = $1 RETURNING id, envelope';

export interface TailOptions {
  readonly pool: Pool;
  readonly fleet: string;
  readonly show: (event: CloudEvent) => void;
  readonly signal: AbortSignal;
  readonly started: (() => void) | undefined;
}

/** Through a subscription of its own to everything of the fleet, which ends soon after it is no longer renewed. */
export async function tail({ pool, fleet, show, signal, started }: TailOptions): Promise<void> {
  const consumer = `${fleet}.tail.${uuidv7()}`;
  const alarm = new Alarm();
  signal.addEventListener('abort', () => alarm.ring(), { once: true });
  try {
    for (let begun = false; !signal.aborted; begun = true) {
      await pool.query(RENEW, [consumer, `${fleet}.#`, EXPIRES_MS]);
      if (!begun) started?.();
      const { rows } = await pool.query<{ id: string; envelope: CloudEvent }>(TAKE, [consumer]);
      for (const { envelope } of rows.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))) show(envelope);
      if (!signal.aborted) await alarm.wait(POLL_MS);
    }
  } finally {
    await pool.query(FORGET, [consumer]);
  }
}
