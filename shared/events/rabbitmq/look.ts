import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, GetMessage, RecoveringChannelModel } from 'amqplib';
import { ask, ifMissing } from './ask.ts';

/** After a crash of the broker a queue may be listed and yet not answer. */
const PATIENCE_MS = 3_000;

/**
 * Lends what a queue holds. What is not acknowledged meanwhile goes back: behind what came back to it before, so that its
 * order stays only where all of it was taken. A queue that is missing holds nothing.
 * @throws Error where the queue does not answer
 */
export async function hold<T>(
  connection: RecoveringChannelModel,
  queue: string,
  limit: number,
  work: (messages: readonly GetMessage[], channel: Channel) => T | Promise<T>,
): Promise<T | undefined> {
  const answered = <T>(answer: Promise<T>) => inTime(queue, answer);
  return ask(connection, async (channel) => {
    const messages: GetMessage[] = [];
    while (messages.length < limit) {
      const message = await answered(channel.get(queue));
      if (message === false) break;
      messages.push(message);
    }
    const result = await work(messages, channel);
    // With it, what was acknowledged has arrived, and the rest is back.
    await answered(channel.close());
    return result;
  }).catch(ifMissing);
}

/**
 * The oldest messages of a queue, which stay in it. A queue that counts none is not asked for any: one that does not
 * answer to that holds up its connection's end.
 * @throws Error where the queue does not answer
 */
export async function look(connection: RecoveringChannelModel, queue: string, limit: number): Promise<GetMessage[]> {
  const count = await ask(connection, (channel) => inTime(queue, channel.checkQueue(queue))).catch(ifMissing);
  if (!count?.messageCount) return [];
  return (await hold(connection, queue, limit, (messages) => [...messages])) ?? [];
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
