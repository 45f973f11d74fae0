import type { RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { assert } from './assert.ts';
import { KeptChannel } from './channel.ts';
import { publishedExchange, publishing } from './topology.ts';
import { eventOf } from './wire.ts';

/** Whoever looks on more slowly than events come misses the oldest. */
const MAX_BEHIND = 10_000;

export interface TailOptions {
  readonly connection: RecoveringChannelModel;
  readonly fleet: string;
  readonly log: Logger;
  readonly show: (event: CloudEvent) => void;
  readonly signal: AbortSignal;
  readonly started: (() => void) | undefined;
}

/** Through a queue that goes with its connection; nobody's events take another way for it. */
export async function tail({ connection, fleet, log, show, signal, started }: TailOptions): Promise<void> {
  const channel = new KeptChannel({
    connection,
    log,
    purpose: 'tail',
    setUp: (channel) => assert(channel, publishing(fleet)),
    start: async (channel) => {
      const arguments_ = { 'x-max-length': MAX_BEHIND };
      const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, arguments: arguments_ });
      await channel.bindQueue(queue, publishedExchange(fleet), '');
      await channel.consume(queue, (message) => message && show(eventOf(message)), { noAck: true });
    },
    onLost: () => undefined,
  });
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  if (!signal.aborted) {
    await Promise.race([channel.ready, ended]);
    if (!signal.aborted) started?.();
    await ended;
  }
  await channel.close();
}
