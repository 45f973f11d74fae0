import type { Pool } from 'pg';
import type { Logger } from '../../logging/index.ts';
import { Alarm } from '../alarm.ts';
import { jittered } from '../backoff.ts';
import { type Consumer, DEFAULT_CONCURRENCY, DEFAULT_RETRY, type Subscription } from '../contract.ts';
import { Lanes } from '../lanes.ts';
import { type Attempt, attemptAt, carryOut, failureOf, failureOver, nextDelay, reasonOf } from '../retry.ts';
import type { Lock } from './lock.ts';
import { acknowledge, begin, fetch, type Message, park, postpone } from './queue.ts';

/** Messages held in memory at most. */
const WINDOW = 200;
/** Behind the notifications, for what they miss: a retry that another process left, a notification lost with its connection. */
const POLL_MS = 5_000;
const STANDBY_MS = 1_000;
/** Local clock and database round differently; a retry asked for too early would wait for the next poll. */
const MARGIN_MS = 10;
const ONE_LANE = '';

export interface EmbeddedConsumerOptions {
  readonly pool: Pool;
  readonly log: Logger;
  /** Name of the queue: the consumer's within its fleet. */
  readonly queue: string;
  readonly subscription: Subscription;
  /** Says which process works the queue off. */
  readonly lock: Lock;
}

/**
 * Works off one queue, or stands by while another process does.
 *
 * What the process before may have had in hand is handled one at a time, and noted before it is begun: one of these may
 * end every process that touches it, and has to be found out without the others.
 */
export class EmbeddedConsumer implements Consumer {
  readonly #options: EmbeddedConsumerOptions;
  readonly #lanes: Lanes;
  readonly #alarm = new Alarm();
  /** Ids in memory: fetched, and neither gone from the table nor given back. */
  readonly #held = new Set<string>();
  /** Subject → the message whose next attempt it waits for. What is in memory behind that is given back unhandled. */
  readonly #awaited = new Map<string, string>();
  /** What comes first may have been in the hands of another process. */
  #isCareful = true;
  /** While what came first is handled, nothing else is. */
  #isTrying = false;
  #done: string[] = [];
  #acknowledging: Promise<void> | undefined;
  /** There was no room for all: fetch again when there is. */
  #more = false;
  #closed: Promise<void> | undefined;
  readonly #running: Promise<void>;

  constructor(options: EmbeddedConsumerOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.subscription.concurrency ?? DEFAULT_CONCURRENCY);
    this.#running = this.#run();
  }

  /** There may be something to fetch, or to take over. */
  wake(): void {
    this.#alarm.ring();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#lanes.clear();
    this.wake();
    await this.#running;
    this.#lanes.clear();
    await this.#lanes.idle();
    await this.#acknowledging;
    await this.#options.lock.release();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      let pause = STANDBY_MS;
      try {
        if (await this.#atWork()) pause = (await this.#fetch()) ? 0 : POLL_MS;
      } catch (error) {
        this.#options.log.warn({ err: error, queue: this.#options.queue }, 'events cannot be fetched');
      }
      if (pause > 0) await this.#alarm.wait(jittered(pause));
    }
  }

  async #atWork(): Promise<boolean> {
    if (this.#options.lock.held) return true;
    // What is in memory was fetched under a lock that is lost: it belongs to whoever has the lock now.
    this.#lanes.clear();
    this.#held.clear();
    this.#awaited.clear();
    this.#isCareful = true;
    this.#isTrying = false;
    // What comes again must not be handled beside its earlier self.
    await this.#lanes.idle();
    return this.#options.lock.take();
  }

  /** Returns whether to fetch again at once. */
  async #fetch(): Promise<boolean> {
    const { pool, queue } = this.#options;
    if (this.#isTrying) return false;
    const room = WINDOW - this.#held.size;
    if (room < WINDOW / 2) {
      this.#more = true;
      return false;
    }
    const awaited = new Map(this.#awaited);
    const fetched = await fetch(pool, queue, [...this.#held], room);
    // What stood before these has been let go.
    if (this.#closed) return false;
    this.#more = fetched.length === room;
    // What was in memory behind one that is awaited has been given back, or will be: later ones would overtake it.
    const messages = fetched.filter(({ id, envelope: { subject } }) => {
      return [this.#awaited, awaited].every((each) => (each.get(subject) ?? id) === id);
    });
    for (const { id } of messages) this.#held.add(id);
    if (this.#isCareful) this.#tryAll(messages);
    else for (const message of messages) this.#lanes.push(message.envelope.subject, () => this.#handle(message));
    return this.#more && messages.length > 0 && !this.#isTrying;
  }

  #tryAll(messages: readonly Message[]): void {
    this.#isCareful = false;
    if (messages.length === 0) return;
    this.#isTrying = true;
    for (const message of messages) this.#lanes.push(ONE_LANE, () => this.#handle(message, true));
    this.#lanes.push(ONE_LANE, async () => {
      this.#isTrying = false;
      this.wake();
    });
  }

  async #handle(message: Message, isTrial = false): Promise<void> {
    const { id, attempts, falls, envelope } = message;
    const awaited = this.#awaited.get(envelope.subject);
    if (awaited !== undefined && awaited !== id) return void this.#held.delete(id);
    this.#awaited.delete(envelope.subject);

    const attempt = attemptAt(envelope, attempts + 1, this.#options.subscription);
    let failure = failureOver(falls);
    if (failure === undefined) {
      if (isTrial) await this.#begin(id);
      failure = await carryOut(attempt, this.#options.subscription);
    }
    if (failure === undefined) this.#acknowledge(id);
    else await this.#giveUp(id, attempt, failure);
    // What was given back while its subject waited is free again.
    if (attempts > 0) this.wake();
  }

  async #begin(id: string): Promise<void> {
    const { pool, log, queue } = this.#options;
    try {
      await begin(pool, queue, id);
    } catch (error) {
      log.warn({ err: error, queue }, 'an event that ends its process may not be found out');
    }
  }

  /** For now, or for good. */
  async #giveUp(id: string, attempt: Attempt, failure: Error): Promise<void> {
    const { pool, queue, log, subscription } = this.#options;
    const { event, number: attempts } = attempt;
    const about = failureOf(attempt, subscription, failure);
    const delay = nextDelay(subscription.retry ?? DEFAULT_RETRY, attempts, failure);
    // Until the database knows: later events of the subject must not overtake this one.
    this.#awaited.set(event.subject, id);
    try {
      if (delay === undefined) {
        await park(pool, queue, id, attempts, reasonOf(failure));
        this.#awaited.delete(event.subject);
        subscription.metrics?.ended('parked', event);
        log.error(about, 'event parked');
      } else {
        // Handled elsewhere meanwhile: nothing waits for it.
        if (!(await postpone(pool, queue, id, attempts, delay))) this.#awaited.delete(event.subject);
        setTimeout(() => this.wake(), delay + MARGIN_MS).unref();
        subscription.metrics?.ended('failed', event);
        log.warn({ ...about, retryInMs: delay }, 'event failed');
      }
      this.#letGo([id]);
    } catch (error) {
      log.warn({ ...about, err: error }, 'event failed and will come again');
      this.#held.delete(id);
    }
  }

  /** Makes room, also for those that there was none for. */
  #letGo(ids: readonly string[]): void {
    for (const id of ids) this.#held.delete(id);
    if (this.#more && this.#held.size <= WINDOW / 2) this.wake();
  }

  #acknowledge(id: string): void {
    this.#done.push(id);
    this.#acknowledging ??= this.#acknowledgeAll().finally(() => {
      this.#acknowledging = undefined;
    });
  }

  /** What is handled during one round trip goes with the next. */
  async #acknowledgeAll(): Promise<void> {
    const { pool, queue, log } = this.#options;
    while (this.#done.length > 0) {
      const ids = this.#done.splice(0);
      try {
        await acknowledge(pool, queue, ids);
      } catch (error) {
        log.warn(
          { err: error, queue, events: ids.length },
          'handled events cannot be acknowledged and will come again',
        );
      }
      this.#letGo(ids);
    }
  }
}
