import pg from 'pg';
import { administer } from './administer.ts';

/** Events that a queue has yet to give to its consumer, in whichever broker. */
export function depthOf(brokerUrl: string, queue: string): Promise<number> {
  return brokerUrl.startsWith('amqp') ? inRabbit(brokerUrl, queue) : inTables(brokerUrl, queue);
}

async function inRabbit(url: string, queue: string): Promise<number> {
  return (await administer(url, (channel) => channel.checkQueue(queue))).messageCount;
}

async function inTables(connectionString: string, queue: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const text = 'SELECT count(*)::int AS n FROM aurora_events.message WHERE consumer = $1';
    return (await client.query(text, [queue])).rows[0].n;
  } finally {
    await client.end();
  }
}
