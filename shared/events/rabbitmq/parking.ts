import { setTimeout as sleep } from 'node:timers/promises';
import type { GetMessage, RecoveringChannelModel } from 'amqplib';
import type { CloudEvent } from '../cloud-event.ts';
import { DEFAULT_LIMIT, type ParkedChoice, type ParkedEvent, type ReplayChoice } from '../contract.ts';
import { hold } from './look.ts';
import type { Publisher } from './publisher.ts';
import { eventOf, historyOf, toWire } from './wire.ts';

/** With a part of a queue, what goes back would stand in another order. */
const ALL = Number.POSITIVE_INFINITY;

/** Where a parked event goes when it is replayed; '' for the default exchange, whose key is the name of a queue. */
export interface Destination {
  readonly exchange: string;
  readonly keyOf: (event: CloudEvent) => string;
}

/**
 * What was given up on, oldest first. Messages that are no events are left out.
 * @param most messages that are looked at: of a queue that holds many, of which the oldest matter no more than others
 */
export async function parked(
  connection: RecoveringChannelModel,
  queue: string,
  choice: ParkedChoice = {},
  most = ALL,
): Promise<ParkedEvent[]> {
  const found = await hold(connection, queue, most, (messages) => chosenOf(messages, choice).map(([event]) => event));
  return found ?? [];
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

/** Takes what was chosen out of the queue, as long as each is dealt with; the rest stays. */
async function take(
  connection: RecoveringChannelModel,
  queue: string,
  choice: ParkedChoice,
  dealWith: (event: CloudEvent, count: number) => Promise<boolean>,
): Promise<number> {
  const taken = await hold(connection, queue, ALL, async (messages, channel) => {
    let count = 0;
    for (const [{ event }, message] of chosenOf(messages, choice)) {
      if (!(await dealWith(event, count))) break;
      channel.ack(message);
      count++;
    }
    return count;
  });
  return taken ?? 0;
}

/** Oldest first, whatever order they came back in from those who looked before. */
function chosenOf(messages: readonly GetMessage[], choice: ParkedChoice): [ParkedEvent, GetMessage][] {
  const found = messages.flatMap((message): [ParkedEvent, GetMessage][] => {
    const parked = parkedIn(message);
    return parked && isChosen(parked, choice) ? [[parked, message]] : [];
  });
  const ageOf = ({ parkedAt, event }: ParkedEvent) => `${parkedAt} ${event.sequence}`;
  return found.sort(([a], [b]) => (ageOf(a) < ageOf(b) ? -1 : 1)).slice(0, choice.limit ?? DEFAULT_LIMIT);
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
