import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel, ConsumeMessage, RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import { backoff } from '../backoff.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { type Consumer, DEFAULT_CONCURRENCY, DEFAULT_RETRY, type Subscription } from '../contract.ts';
import { Lanes } from '../lanes.ts';
import { type Attempt, attemptAt, carryOut, failureOf, failureOver, nextDelay, reasonOf } from '../retry.ts';
import { assert, bind } from './assert.ts';
import { KeptChannel } from './channel.ts';
import { look } from './look.ts';
import type { Publisher } from './publisher.ts';
import { assertNotRebuilt } from './rebuild.ts';
import { Suspect } from './suspect.ts';
import { consuming, parkedQueue, publishing, retryQueue, type Topology } from './topology.ts';
import { Waiting } from './waiting.ts';
import { eventOf, type History, historyOf, returnsOf, toWire } from './wire.ts';

/**
 * Unacknowledged messages at a time; more brings nothing. Never fewer: what comes back from a process goes behind whatever
 * came back before, so that who comes next must hold all of it, or lose the order with its own end.
 */
const PREFETCH = 100;
/** Messages of a retry queue that a process looks through when it takes over. */
const RECALL = 1_000;
/** A binding that somebody has taken away is back after this; what was published meanwhile is kept aside. */
const REBIND_MS = 30_000;

export interface RabbitConsumerOptions {
  readonly connection: RecoveringChannelModel;
  /** On another connection: one that publishes may be blocked, and would block acknowledgements too. */
  readonly publisher: Publisher;
  readonly fleet: string;
  readonly queue: string;
  readonly subscription: Subscription;
  readonly log: Logger;
}

interface Delivery {
  readonly channel: ConfirmChannel;
  readonly message: ConsumeMessage;
  readonly event: CloudEvent;
}

/** What is held while there is doubt about some of it. */
interface Doubt {
  /** Deliveries that others have had in hand before, and that are still to be tried. */
  untried: number;
  /** New ones, which wait until those are done. */
  readonly held: Delivery[];
}

/**
 * Works off one queue. Of several processes the broker lets one do so (single active consumer).
 *
 * It begins with one message at a time, as long as they are such that others have had in hand before: one of them may
 * end every process that touches it, and has to be found out without the others. They come first; then what is new.
 */
export class RabbitConsumer implements Consumer {
  readonly #options: RabbitConsumerOptions;
  readonly #delays: readonly number[];
  readonly #channel: KeptChannel;
  readonly #lanes: Lanes;
  readonly #waiting = new Waiting();
  readonly #suspect: Suspect;
  readonly #rebinding: NodeJS.Timeout;
  /** Undefined: all that came back has been tried. */
  #doubt: Doubt | undefined = { untried: 0, held: [] };
  /** In the order of the queue, so that what ends this process is the first that the next one tries. */
  readonly #trials = new Lanes(1);
  /** What earlier processes have sent to the retry queues; looked up when the first message says that we are at work. */
  #recalled: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: RabbitConsumerOptions) {
    const { connection, publisher, log, fleet, queue, subscription } = options;
    const retry = subscription.retry ?? DEFAULT_RETRY;
    const topology = consuming(fleet, queue, subscription.types, retry);
    this.#options = options;
    this.#delays = [...retry.delaysMs].sort((a, b) => a - b);
    this.#lanes = new Lanes(subscription.concurrency ?? DEFAULT_CONCURRENCY);
    this.#suspect = new Suspect({ connection, publisher, queue, log });
    this.#channel = new KeptChannel({
      connection,
      log,
      purpose: queue,
      setUp: async (channel) => {
        await assert(channel, publishing(fleet));
        if (this.#channel.drift !== undefined) await assertNotRebuilt(connection, queue);
        await assert(channel, topology);
        await channel.prefetch(PREFETCH);
      },
      start: async (channel) => {
        await channel.consume(queue, (message) => this.#receive(channel, message));
      },
      onLost: () => this.#forget(),
    });
    this.#rebinding = setInterval(() => void this.#rebind(topology), REBIND_MS).unref();
  }

  /** Resolves when the queue is there and consumed from. */
  get ready(): Promise<void> {
    return this.#channel.ready;
  }

  /** What keeps it from consuming until the queues are made anew. */
  get drift(): string | undefined {
    return this.#channel.drift;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    clearInterval(this.#rebinding);
    this.#lanes.clear();
    this.#trials.clear();
    // Not cancelled first: the broker would give the next process what follows while handlers are still at work here, and
    // would take back what is under way to us ahead of what we hold.
    await Promise.all([this.#lanes.idle(), this.#trials.idle()]);
    // Whatever was not acknowledged goes back to the queue, in its old order.
    await this.#channel.close();
  }

  /** The broker gives what was unacknowledged to whoever is next. */
  #forget(): void {
    this.#lanes.clear();
    this.#trials.clear();
    this.#waiting.clear();
    this.#recalled = undefined;
    this.#doubt = { untried: 0, held: [] };
  }

  async #rebind({ bindings }: Topology): Promise<void> {
    try {
      const channel = this.#channel.current;
      const all = [...publishing(this.#options.fleet).bindings, ...bindings];
      if (channel) for (const binding of all) await bind(channel, binding);
    } catch (error) {
      this.#options.log.debug({ err: error }, 'bindings will be made with the next channel');
    }
  }

  #receive(channel: ConfirmChannel, message: ConsumeMessage | null): void {
    if (message === null) {
      // The broker has cancelled the consumer: its queue was deleted, or moved to another node.
      this.#channel.reopen();
      return;
    }
    // On a channel that is being closed: it comes again on the next.
    if (this.#closed || channel !== this.#channel.current) return;
    const { log, queue, subscription } = this.#options;
    try {
      this.#take({ channel, message, event: eventOf(message) });
    } catch (error) {
      subscription.metrics?.ended('parked', undefined);
      log.error({ reason: (error as Error).message, queue }, 'message parked');
      // Dead-letters to the parking queue.
      channel.nack(message, false, false);
    }
  }

  /** Everything unacknowledged comes again, once what must exist has been made again. */
  #startOver(error: Error): void {
    this.#options.log.warn({ err: error, queue: this.#options.queue }, 'consumer starts over');
    this.#channel.reopen();
  }

  #take(delivery: Delivery): void {
    const doubt = this.#doubt;
    if (doubt === undefined) {
      this.#lanes.push(delivery.event.subject, () => this.#handle(delivery, () => this.#work(delivery)));
    } else if (returnsOf(delivery.message) > 0) {
      doubt.untried++;
      this.#trials.push('', async () => {
        // Of an earlier channel.
        await this.#lanes.idle();
        await this.#handle(delivery, () => this.#try(delivery));
        doubt.untried--;
        this.#release(doubt);
      });
    } else {
      doubt.held.push(delivery);
      this.#release(doubt);
    }
  }

  /** What is new, once nothing is in doubt. */
  #release(doubt: Doubt): void {
    if (doubt.untried > 0 || doubt.held.length === 0 || doubt !== this.#doubt || this.#closed) return;
    this.#doubt = undefined;
    for (const delivery of doubt.held) this.#take(delivery);
  }

  async #handle({ channel }: Delivery, handle: () => Promise<void>): Promise<void> {
    try {
      this.#recalled ??= this.#recall();
      await this.#recalled;
      if (channel === this.#channel.current) await handle();
    } catch (error) {
      this.#startOver(error as Error);
    }
  }

  /** Noted before and after, so that an event that ends its process is found out. */
  async #try(delivery: Delivery): Promise<void> {
    const { event, message } = delivery;
    const failure = failureOver(this.#suspect.fallsOf(event.id));
    const attempts = historyOf(message).attempts + 1;
    if (failure) await this.#failed(delivery, attemptAt(event, attempts, this.#options.subscription), failure);
    else {
      await this.#suspect.begin(event.id);
      if (delivery.channel === this.#channel.current) await this.#work(delivery);
    }
    // Otherwise the note belongs to whoever has it by now.
    if (delivery.channel === this.#channel.current) await this.#suspect.end();
  }

  async #work(delivery: Delivery): Promise<void> {
    const { event, message } = delivery;
    const { attempts } = historyOf(message);
    if (!this.#waiting.isFirst(event.subject, event.id)) return this.#queueUp(delivery, attempts);

    const { subscription } = this.#options;
    const attempt = attemptAt(event, attempts + 1, subscription);
    const failure = await carryOut(attempt, subscription);
    if (failure === undefined) this.#done(delivery);
    else await this.#failed(delivery, attempt, failure);
  }

  async #failed(delivery: Delivery, attempt: Attempt, failure: Error): Promise<void> {
    const { log, queue, subscription } = this.#options;
    const { number: attempts } = attempt;
    const about = failureOf(attempt, subscription, failure);
    const delay = nextDelay(subscription.retry ?? DEFAULT_RETRY, attempts, failure);
    const history = { attempts, reason: reasonOf(failure) };
    if (delay === undefined) {
      const parkedAt = new Date().toISOString();
      if (!(await this.#moved(delivery, parkedQueue(queue), { ...history, parkedAt }))) return;
      this.#done(delivery);
      subscription.metrics?.ended('parked', delivery.event);
      log.error(about, 'event parked');
    } else {
      subscription.metrics?.ended('failed', delivery.event);
      log.warn({ ...about, retryInMs: delay }, 'event failed');
      await this.#retry(delivery, delay, history);
    }
  }

  /** Behind the event of its subject that waits, without an attempt of its own. */
  #queueUp(delivery: Delivery, attempts: number): Promise<void> {
    const remaining = this.#waiting.dueAt(delivery.event.subject) - Date.now();
    const delay = this.#delays.find((each) => each >= remaining) ?? (this.#delays.at(-1) as number);
    return this.#retry(delivery, delay, { attempts });
  }

  async #retry(delivery: Delivery, delay: number, history: History): Promise<void> {
    this.#waiting.add(delivery.event.subject, delivery.event.id, Date.now() + delay);
    if (await this.#moved(delivery, retryQueue(this.#options.queue, delay), history)) this.#acknowledge(delivery);
  }

  #done(delivery: Delivery): void {
    this.#waiting.remove(delivery.event.subject, delivery.event.id);
    this.#acknowledge(delivery);
  }

  #acknowledge({ channel, message }: Delivery): void {
    // On a channel that has closed meanwhile there is nothing to acknowledge: the message comes again.
    if (channel === this.#channel.current) channel.ack(message);
  }

  /**
   * Whether the other queue has it for sure, so that this one may forget it. Goes on trying while the broker takes
   * nothing, until closed: the event is held meanwhile, and its subject with it.
   */
  async #moved({ channel, event }: Delivery, queue: string, history: History): Promise<boolean> {
    for (let failures = 0; channel === this.#channel.current; ) {
      const [result] = await this.#options.publisher.send([{ exchange: '', key: queue, ...toWire(event, history) }]);
      if (result?.outcome === 'sent') return true;
      if (result?.outcome === 'refused') throw new Error(`${queue}: ${result.reason}`);
      if (this.#closed) return false;
      await sleep(backoff(++failures));
    }
    return false;
  }

  /** Without it, a later event of a subject could overtake one that another process has sent to wait. */
  async #recall(): Promise<void> {
    const { connection, log, queue } = this.#options;
    await this.#suspect.recall();
    const waiting: { readonly event: CloudEvent; readonly delay: number }[] = [];
    for (const delay of this.#delays) {
      try {
        const messages = await look(connection, retryQueue(queue, delay), RECALL);
        waiting.push(...messages.map((message) => ({ event: eventOf(message), delay })));
      } catch (error) {
        log.warn({ reason: (error as Error).message, queue }, 'waiting events are not known; others may overtake them');
      }
    }
    // Of one subject, a later one may wait in a shorter queue.
    waiting.sort((a, b) => (a.event.sequence < b.event.sequence ? -1 : 1));
    for (const { event, delay } of waiting) this.#waiting.add(event.subject, event.id, Date.now() + delay);
  }
}
