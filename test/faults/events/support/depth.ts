import { connect } from 'amqplib';
import pg from 'pg';

/** Events that a queue has yet to give to its consumer, in whichever broker. */
export function depthOf(brokerUrl: string, queue: string): Promise<number> {
  return brokerUrl.startsWith('amqp') ? inRabbit(brokerUrl, queue) : inTables(brokerUrl, queue);
}

async function inRabbit(url: string, queue: string): Promise<number> {
  const connection = await connect(url);
  try {
    const channel = await connection.createChannel();
    // What is wrong with the channel is told by what was asked on it.
    channel.on('error', () => undefined);
    return (await channel.checkQueue(queue)).messageCount;
  } finally {
    await connection.close();
  }
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
