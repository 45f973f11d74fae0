import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import { ask, ifMissing } from './ask.ts';

/** After a crash of the broker a queue may be listed and yet not answer. */
const PATIENCE_MS = 3_000;

/**
 * Shows what a queue holds, oldest first, until `visit` has seen enough. What that does not acknowledge stays in the
 * queue, in its order. A queue that is missing holds nothing.
 * @throws Error where the queue does not answer
 */
export async function browse(
  connection: RecoveringChannelModel,
  queue: string,
  visit: (message: GetMessage, channel: Channel) => boolean | Promise<boolean>,
): Promise<void> {
  const answered = <T>(answer: Promise<T>) => inTime(queue, answer);
  await ask(connection, async (channel) => {
    // What is held here does not come again.
    for (;;) {
      const message = await answered(channel.get(queue));
      if (message === false || !(await visit(message, channel))) break;
    }
    // With it, what was acknowledged has arrived, and the rest is back.
    await answered(channel.close());
  }).catch(ifMissing);
}

/**
 * The oldest messages of a queue, which stay in it. A queue that counts none is not asked for any: one that does not
 * answer to that holds up its connection's end.
 * @throws Error where the queue does not answer
 */
export async function look(connection: RecoveringChannelModel, queue: string, limit: number): Promise<GetMessage[]> {
  const messages: GetMessage[] = [];
  const count = await ask(connection, (channel) => inTime(queue, channel.checkQueue(queue))).catch(ifMissing);
  if (!count?.messageCount) return messages;
  await browse(connection, queue, (message) => messages.push(message) < limit);
  return messages;
}

async function inTime<T>(queue: string, answer: Promise<T>): Promise<T> {
  const late = new AbortController();
  const silence = sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${queue} does not answer`);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    late.abort();
    silence.catch(() => undefined);
  }
}
