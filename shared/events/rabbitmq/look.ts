import { setTimeout as sleep } from 'node:timers/promises';
import type { GetMessage, RecoveringChannelModel } from 'amqplib';

/** After a crash of the broker a queue may be listed and yet not answer. */
const PATIENCE_MS = 3_000;

/**
 * The oldest messages of a queue, which stay in it.
 * @throws Error where the queue is missing or does not answer
 */
export async function look(connection: RecoveringChannelModel, queue: string, limit: number): Promise<GetMessage[]> {
  const late = new AbortController();
  const channel = await connection.createChannel();
  // What is wrong with the channel is told by what was asked on it.
  channel.on('error', () => undefined);
  try {
    return await Promise.race([
      take(),
      sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error(`${queue} does not answer`);
      }),
    ]);
  } finally {
    late.abort();
    // Gives everything back, in its old order.
    channel.close().catch(() => undefined);
  }

  async function take(): Promise<GetMessage[]> {
    const messages: GetMessage[] = [];
    const { messageCount } = await channel.checkQueue(queue);
    while (messages.length < Math.min(messageCount, limit)) {
      const message = await channel.get(queue);
      if (message === false) break;
      messages.push(message);
    }
    return messages;
  }
}
