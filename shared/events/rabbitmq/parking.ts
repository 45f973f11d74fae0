import { setTimeout as sleep } from 'node:timers/promises';
import type { GetMessage, RecoveringChannelModel } from 'amqplib';
import type { CloudEvent } from '../cloud-event.ts';
import { DEFAULT_LIMIT, type ParkedChoice, type ParkedEvent, type ReplayChoice } from '../contract.ts';
import { browse } from './look.ts';
import type { Publisher } from './publisher.ts';
import { eventOf, historyOf, toWire } from './wire.ts';

/** Where a parked event goes when it is replayed; '' for the default exchange, whose key is the name of a queue. */
export interface Destination {
  readonly exchange: string;
  readonly keyOf: (event: CloudEvent) => string;
}

/** What was given up on, oldest first. Messages that are no events are left out. */
export async function parked(
  connection: RecoveringChannelModel,
  queue: string,
  choice: ParkedChoice = {},
): Promise<ParkedEvent[]> {
  const { limit = DEFAULT_LIMIT } = choice;
  const chosen: ParkedEvent[] = [];
  await browse(connection, queue, (message) => {
    const event = parkedIn(message);
    if (event && isChosen(event, choice)) chosen.push(event);
    return chosen.length < limit;
  });
  return chosen;
}

/** Each is back in its consumer's queue, for sure, before it leaves the parking queue. Returns how many. */
export function replay(
  connection: RecoveringChannelModel,
  publisher: Publisher,
  queue: string,
  to: Destination,
  choice: ReplayChoice = {},
): Promise<number> {
  const pauseMs = choice.perSecond === undefined ? 0 : 1_000 / choice.perSecond;
  return take(connection, queue, choice, async (event, count) => {
    if (pauseMs > 0 && count > 0) await sleep(pauseMs);
    const [result] = await publisher.send([{ exchange: to.exchange, key: to.keyOf(event), ...toWire(event) }]);
    return result?.outcome === 'sent';
  });
}

export function purge(connection: RecoveringChannelModel, queue: string, choice: ParkedChoice = {}): Promise<number> {
  return take(connection, queue, choice, async () => true);
}

/** Takes what was chosen out of the queue, as long as each is dealt with; the rest stays, in its order. */
async function take(
  connection: RecoveringChannelModel,
  queue: string,
  choice: ParkedChoice,
  dealWith: (event: CloudEvent, count: number) => Promise<boolean>,
): Promise<number> {
  const { limit = DEFAULT_LIMIT } = choice;
  const taken = new Set<string>();
  await browse(connection, queue, async (message, channel) => {
    const parked = parkedIn(message);
    if (parked === undefined || !isChosen(parked, choice)) return true;
    // It has come back already, and so will all that follow.
    if (taken.has(parked.event.id) || !(await dealWith(parked.event, taken.size))) return false;
    channel.ack(message);
    return taken.add(parked.event.id).size < limit;
  });
  return taken.size;
}

function isChosen({ event, parkedAt }: ParkedEvent, { ids, since }: ParkedChoice): boolean {
  if (ids && !ids.includes(event.id)) return false;
  return since === undefined || Date.parse(parkedAt) >= since.getTime();
}

function parkedIn(message: GetMessage): ParkedEvent | undefined {
  try {
    const event = eventOf(message);
    const { attempts, reason = 'unknown', parkedAt = event.time } = historyOf(message);
    return { event, attempts, reason, parkedAt };
  } catch {
    return undefined;
  }
}
