import type { RecoveringChannelModel } from 'amqplib';
import { ask, ifMissing } from './ask.ts';
import type { Topology } from './topology.ts';

/** Empties a consumer's queues; one that is missing is empty. */
export async function discard(connection: RecoveringChannelModel, { queues }: Topology): Promise<void> {
  for (const { name } of queues) await ask(connection, (channel) => channel.purgeQueue(name)).catch(ifMissing);
}
