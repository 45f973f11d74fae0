import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { outsideContext } from '../context/index.ts';
import { backoff } from './backoff.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { CloudEvent } from './cloud-event.ts';
import type {
  Backlog,
  Consumer,
  Depth,
  EventBroker,
  ParkedChoice,
  ParkedEvent,
  PublishResult,
  ReplayChoice,
  Subscription,
} from './contract.ts';
import { EmbeddedConsumer } from './embedded/consumer.ts';
import { Lock } from './embedded/lock.ts';
import { parked, purge, replay } from './embedded/parking.ts';
import { publish } from './embedded/publish.ts';
import { backlog, discard } from './embedded/queue.ts';
import { Session } from './embedded/session.ts';
import { subscribe } from './embedded/subscribe.ts';
import { tail } from './embedded/tail.ts';

/** A database that does not answer within this time is away. */
const PATIENCE_MS = 5_000;
/** The first event after a quiet spell should not pay for a connection. */
const IDLE_MS = 300_000;

/** Events through tables of the fleet's own PostgreSQL: for the process runtime, where no broker is at hand. */
export class EmbeddedBroker implements EventBroker {
  readonly #options: BrokerOptions;
  /** For what others rely on: on disk when it answers. */
  readonly #durable: pg.Pool;
  /** For what consumers note. Losing the last of it in a crash means that an event comes again, as it may anyway. */
  readonly #relaxed: pg.Pool;
  readonly #session: Session;
  readonly #consumers = new Map<string, EmbeddedConsumer>();
  readonly #closing = new AbortController();
  #publishing: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  /** Connects in the background. */
  constructor(options: BrokerOptions) {
    const { url, service, log } = options;
    this.#options = options;
    this.#durable = this.#openPool(1);
    this.#relaxed = this.#openPool(2, '-c synchronous_commit=off');
    this.#session = new Session({
      url,
      applicationName: `${service} events`,
      log,
      onNotification: (queue) => this.#consumers.get(queue)?.wake(),
      onChange: () => {
        for (const consumer of this.#consumers.values()) consumer.wake();
      },
    });
  }

  /** Batches are sent one after the other: two at once could commit in either order. */
  publish(events: readonly CloudEvent[]): Promise<PublishResult[]> {
    const results = this.#publishing.then(() => publish(this.#durable, events));
    this.#publishing = results;
    return results;
  }

  async subscribe(subscription: Subscription, signal?: AbortSignal): Promise<Consumer> {
    const queue = this.#queueOf(subscription.consumer);
    const closing = this.#closing.signal;
    const stop = signal ? AbortSignal.any([closing, signal]) : closing;
    await this.#subscribed(queue, subscription.types, stop);
    // Meanwhile: nobody would end the consumer any more.
    stop.throwIfAborted();
    if (this.#consumers.has(queue)) throw new Error(`${subscription.consumer} is consuming in this process already`);
    const lock = new Lock(this.#session, queue);
    const consumer = new EmbeddedConsumer({ pool: this.#relaxed, log: this.#options.log, queue, subscription, lock });
    this.#consumers.set(queue, consumer);
    return {
      close: async () => {
        await consumer.close().finally(() => this.#consumers.delete(queue));
      },
    };
  }

  backlog(consumer: string): Promise<Backlog> {
    return this.#ask(() => backlog(this.#relaxed, this.#queueOf(consumer)));
  }

  async depth(consumer: string): Promise<Depth> {
    const { waiting, retrying, parked } = await this.backlog(consumer);
    return { waiting: waiting + retrying, parked };
  }

  parked(consumer: string, choice?: ParkedChoice): Promise<ParkedEvent[]> {
    return this.#ask(() => parked(this.#relaxed, this.#queueOf(consumer), choice));
  }

  replay(consumer: string, choice?: ReplayChoice): Promise<number> {
    return this.#ask(() => replay(this.#durable, this.#queueOf(consumer), choice));
  }

  purge(consumer: string, choice?: ParkedChoice): Promise<number> {
    return this.#ask(() => purge(this.#durable, this.#queueOf(consumer), choice));
  }

  discard(consumer: string): Promise<void> {
    return this.#ask(() => discard(this.#durable, this.#queueOf(consumer)));
  }

  tail(show: (event: CloudEvent) => void, signal: AbortSignal, started?: () => void): Promise<void> {
    const { fleet } = this.#options;
    return this.#ask(() => tail({ pool: this.#relaxed, fleet, show, signal, started }));
  }

  /** Tables are altered where they stand. */
  async rebuild(): Promise<void> {}

  async ping(): Promise<void> {
    await this.#durable.query('SELECT 1');
    if (this.#session.connection === undefined) throw new Error('the event broker is away');
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort(new Error('the event broker is closed'));
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.close()));
    await this.#publishing;
    await this.#session.close();
    await Promise.all([this.#durable.end(), this.#relaxed.end()]);
  }

  async #subscribed(queue: string, types: readonly string[], signal: AbortSignal): Promise<void> {
    // It makes the tables that are missing.
    await this.#session.attempted;
    for (let failures = 0; ; ) {
      signal.throwIfAborted();
      try {
        return await subscribe(this.#durable, queue, types);
      } catch (error) {
        this.#options.log.debug({ err: error, queue }, 'subscribing will be tried again');
        await sleep(backoff(++failures), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** After the tables have been made. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    await this.#session.attempted;
    return question();
  }

  #openPool(max: number, options?: string): pg.Pool {
    const { url, service, log } = this.#options;
    const pool = new pg.Pool({
      connectionString: url,
      application_name: `${service} events`,
      ...(options && { options }),
      max,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
    });
    // Of idle connections. Whoever asks next gets a new one, or the error.
    pool.on('error', (error) =>
      outsideContext(() => log.debug({ err: error }, 'a connection to the event broker was lost')),
    );
    return pool;
  }

  #queueOf(consumer: string): string {
    return `${this.#options.fleet}.${consumer}`;
  }
}
