import type { Channel } from 'amqplib';
import type { Binding, Topology } from './topology.ts';

/** Makes what is missing. @throws where something of the same name was made otherwise; that closes the channel */
export async function assert(channel: Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  for (const { name, type, options } of exchanges) await channel.assertExchange(name, type, options);
  for (const { name, options } of queues) await channel.assertQueue(name, options);
  for (const binding of bindings) await bind(channel, binding);
}

export async function bind(channel: Channel, binding: Binding): Promise<void> {
  if ('queue' in binding) await channel.bindQueue(binding.queue, binding.from, binding.key);
  else await channel.bindExchange(binding.exchange, binding.from, binding.key);
}
