import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GetMessage, RecoveringChannelModel } from 'amqplib';
import type { CloudEvent } from '../cloud-event.ts';
import { DEFAULT_LIMIT, type ParkedChoice, type ParkedEvent, type ReplayChoice } from '../contract.ts';
import { hold } from './look.ts';
import type { Publisher } from './publisher.ts';
import { eventOf, historyOf, toWire } from './wire.ts';

/**
 * Messages of a queue that are held at a time: of one that holds no more, all, because what goes back after a part of it was
 * taken stands in another order.
 */
const ALL = 20_000;
/** The type under which people see a message that is no event. */
const UNREADABLE = 'unreadable';

/** Where a parked event goes when it is replayed; '' for the default exchange, whose key is the name of a queue. */
export interface Destination {
  readonly exchange: string;
  readonly keyOf: (event: CloudEvent) => string;
}

/**
 * What was given up on, oldest first; messages that are no events as well.
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

/**
 * Each is back in its consumer's queue, for sure, before it leaves the parking queue. Returns how many; what is no event stays.
 * @throws Error where the broker takes not even the first
 */
export function replay(
  connection: RecoveringChannelModel,
  publisher: Publisher,
  queue: string,
  to: Destination,
  choice: ReplayChoice = {},
): Promise<number> {
  const pauseMs = choice.perSecond === undefined ? 0 : 1_000 / choice.perSecond;
  return take(connection, queue, choice, async (event, count) => {
    if (event.type === UNREADABLE) return 'left';
    if (pauseMs > 0 && count > 0) await sleep(pauseMs);
    const [result] = await publisher.send([{ exchange: to.exchange, key: to.keyOf(event), ...toWire(event) }]);
    if (result?.outcome === 'sent') return 'taken';
    if (count === 0) throw new Error(result?.reason);
    return 'stop';
  });
}

export function purge(connection: RecoveringChannelModel, queue: string, choice: ParkedChoice = {}): Promise<number> {
  return take(connection, queue, choice, async () => 'taken');
}

/** Takes what was chosen out of the queue, as long as each is dealt with; the rest stays. */
async function take(
  connection: RecoveringChannelModel,
  queue: string,
  choice: ParkedChoice,
  dealWith: (event: CloudEvent, count: number) => Promise<'taken' | 'left' | 'stop'>,
): Promise<number> {
  const taken = await hold(connection, queue, ALL, async (messages, channel) => {
    let count = 0;
    for (const [{ event }, message] of chosenOf(messages, choice)) {
      const outcome = await dealWith(event, count);
      if (outcome === 'stop') break;
      if (outcome === 'left') continue;
      channel.ack(message);
      count++;
    }
    return count;
  });
  return taken ?? 0;
}

/** Oldest first, whatever order they came back in from those who looked before. */
function chosenOf(messages: readonly GetMessage[], choice: ParkedChoice): [ParkedEvent, GetMessage][] {
  const found = messages
    .map((message): [ParkedEvent, GetMessage] => [parkedIn(message), message])
    .filter(([parked]) => isChosen(parked, choice));
  const ageOf = ({ parkedAt, event }: ParkedEvent) => `${parkedAt} ${event.sequence}`;
  return found.sort(([a], [b]) => (ageOf(a) < ageOf(b) ? -1 : 1)).slice(0, choice.limit ?? DEFAULT_LIMIT);
}

function isChosen({ event, parkedAt }: ParkedEvent, { ids, since }: ParkedChoice): boolean {
  if (ids && !ids.includes(event.id)) return false;
  return since === undefined || Date.parse(parkedAt) >= since.getTime();
}

function parkedIn(message: GetMessage): ParkedEvent {
  try {
    const event = eventOf(message);
    const { attempts, reason = 'unknown', parkedAt = event.time } = historyOf(message);
    return { event, attempts, reason, parkedAt };
  } catch (error) {
    return unreadable(message, (error as Error).message);
  }
}

/** In the form of an event, so that it can be looked at and purged. */
function unreadable({ content, properties }: GetMessage, reason: string): ParkedEvent {
  const [death] = (properties.headers?.['x-death'] ?? []) as { readonly time?: { readonly value?: number } }[];
  const parkedAt = new Date((death?.time?.value ?? 0) * 1_000).toISOString();
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${UNREADABLE}-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`,
    source: '',
    type: UNREADABLE,
    subject: '',
    time: parkedAt,
    datacontenttype: 'application/json',
    correlationid: '',
    sequence: '',
    data: content.toString(),
  };
  return { event, attempts: 0, reason, parkedAt };
}
