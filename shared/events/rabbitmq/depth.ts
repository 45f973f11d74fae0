import type { RecoveringChannelModel } from 'amqplib';
import type { Depth } from '../contract.ts';
import { ask } from './ask.ts';
import { isRetry, parkedQueue, type Topology } from './topology.ts';

/** What a consumer's queues hold, on one channel: all of them were made when it subscribed. @throws where one is missing */
export async function depth(
  connection: RecoveringChannelModel,
  queue: string,
  { queues }: Pick<Topology, 'queues'>,
): Promise<Depth> {
  const parked = parkedQueue(queue);
  const waiting = queues.map(({ name }) => name).filter((name) => name === queue || isRetry(name));
  const [first = 0, ...others] = await ask(connection, (channel) =>
    Promise.all([parked, ...waiting].map(async (name) => (await channel.checkQueue(name)).messageCount)),
  );
  return { parked: first, waiting: others.reduce((sum, count) => sum + count, 0) };
}
