import type { RecoveringChannelModel } from 'amqplib';
import type { Backlog } from '../contract.ts';
import { ask, ifMissing } from './ask.ts';
import { driftOf } from './drift.ts';
import { isRetry, parkedQueue, type Queue, type Topology } from './topology.ts';

/** What a consumer's queues hold; one that is missing holds nothing. */
export async function backlog(
  connection: RecoveringChannelModel,
  queue: string,
  { queues }: Topology,
): Promise<Backlog> {
  const found = await Promise.all(queues.map((each) => lookAt(connection, each)));
  const messages = (isMeant: (name: string) => boolean) =>
    found.reduce((sum, { name, messageCount }) => sum + (isMeant(name) ? messageCount : 0), 0);
  const drift = found.find((each) => each.drift !== undefined)?.drift;
  return {
    waiting: messages((name) => name === queue),
    retrying: messages(isRetry),
    parked: messages((name) => name === parkedQueue(queue)),
    consumers: found.find(({ name }) => name === queue)?.consumerCount ?? 0,
    ...(drift !== undefined && { drift }),
  };
}

interface Found {
  readonly name: string;
  readonly messageCount: number;
  readonly consumerCount: number;
  /** How it was made otherwise, in the broker's words. */
  readonly drift?: string | undefined;
}

export async function lookAt(connection: RecoveringChannelModel, { name, options }: Queue): Promise<Found> {
  const there = await ask(connection, (channel) => channel.checkQueue(name)).catch(ifMissing);
  if (there === undefined) return { name, messageCount: 0, consumerCount: 0 };
  const { messageCount, consumerCount } = there;
  // It is there, so that this makes none.
  const drift = await ask(connection, (channel) => channel.assertQueue(name, options)).then(
    () => undefined,
    (error) => {
      const words = driftOf(error);
      if (words === undefined) throw error;
      return words;
    },
  );
  return { name, messageCount, consumerCount, drift };
}
