import type { Channel, RecoveringChannelModel } from 'amqplib';

/** AMQP 0-9-1 reply code. */
const NOT_FOUND = 404;

/** A mistake closes the channel that it is made on, so each question has a channel of its own. */
export async function ask<T>(
  connection: RecoveringChannelModel,
  question: (channel: Channel) => Promise<T>,
): Promise<T> {
  const channel = await connection.createChannel();
  // What is wrong with the channel is told by what was asked on it.
  channel.on('error', () => undefined);
  try {
    return await question(channel);
  } finally {
    channel.close().catch(() => undefined);
  }
}

/** For `catch`: what is missing is undefined; other errors go on. */
export function ifMissing(error: { readonly code?: number }): undefined {
  if (error.code !== NOT_FOUND) throw error;
}
