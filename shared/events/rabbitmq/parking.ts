import type { GetMessage, RecoveringChannelModel } from 'amqplib';
import type { ParkedEvent } from '../contract.ts';
import { look } from './look.ts';
import type { Publisher } from './publisher.ts';
import { parkedQueue } from './topology.ts';
import { eventOf, historyOf, toWire } from './wire.ts';

/** What was given up on, oldest first. Messages that are no events are left out. */
export async function parked(connection: RecoveringChannelModel, queue: string, limit: number): Promise<ParkedEvent[]> {
  const messages = await look(connection, parkedQueue(queue), limit);
  return messages.flatMap((message) => {
    const { attempts, reason = 'unknown', parkedAt = '' } = historyOf(message);
    return isEvent(message) ? [{ event: eventOf(message), attempts, reason, parkedAt }] : [];
  });
}

/** Each is back in its consumer's queue, for sure, before it leaves the parking queue. Returns how many. */
export async function replay(
  connection: RecoveringChannelModel,
  publisher: Publisher,
  queue: string,
  limit: number,
): Promise<number> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  let replayed = 0;
  for (let looked = 0; looked < limit; looked++) {
    const message = await channel.get(parkedQueue(queue));
    if (message === false) break;
    if (!isEvent(message)) continue;
    const [result] = await publisher.send([{ exchange: '', key: queue, ...toWire(eventOf(message)) }]);
    if (result?.outcome !== 'sent') break;
    channel.ack(message);
    replayed++;
  }
  await channel.close();
  return replayed;
}

function isEvent(message: GetMessage): boolean {
  try {
    eventOf(message);
    return true;
  } catch {
    return false;
  }
}
