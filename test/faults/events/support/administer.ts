import { type ConfirmChannel, connect } from 'amqplib';

/** What someone else does to RabbitMQ. */
export async function administer<T>(url: string, work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
  const connection = await connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    // What the broker refuses rejects where it was asked.
    channel.on('error', () => undefined);
    return await work(channel);
  } finally {
    await connection.close();
  }
}
