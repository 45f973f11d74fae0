import type { Channel } from 'amqplib';
import type { Topology } from './topology.ts';

/** Makes what is missing. @throws where something of the same name was made otherwise; that closes the channel */
export async function assert(channel: Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name, type, options } of exchanges) await channel.assertExchange(name, type, options);
  for (const { name, options } of queues) await channel.assertQueue(name, options);
  for (const { queue, exchange, key } of bindings) await channel.bindQueue(queue, exchange, key);
}
