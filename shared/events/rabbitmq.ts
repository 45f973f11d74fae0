import { connect, type RecoveringChannelModel } from 'amqplib';
import { beforeAbort } from './before-abort.ts';
import type { BrokerOptions } from './broker-options.ts';
import type { CloudEvent } from './cloud-event.ts';
import {
  type Backlog,
  type Consumer,
  DEFAULT_RETRY,
  type Depth,
  type EventBroker,
  type ParkedChoice,
  type ParkedEvent,
  type PublishResult,
  type ReplayChoice,
  type RetryPolicy,
  type Subscription,
  UNROUTED,
} from './contract.ts';
import { backlog } from './rabbitmq/backlog.ts';
import { RabbitConsumer } from './rabbitmq/consumer.ts';
import { depth } from './rabbitmq/depth.ts';
import { discard } from './rabbitmq/discard.ts';
import { type Destination, parked, purge, replay } from './rabbitmq/parking.ts';
import { Publisher } from './rabbitmq/publisher.ts';
import { rebuild } from './rabbitmq/rebuild.ts';
import { tail } from './rabbitmq/tail.ts';
import {
  consuming,
  eventsExchange,
  parkedQueue,
  publishedExchange,
  publishing,
  type Topology,
  unroutedQueue,
} from './rabbitmq/topology.ts';
import { toWire } from './rabbitmq/wire.ts';

/** A peer that says nothing for two of these is gone, though its connection may look open. */
const HEARTBEAT_SECONDS = '10';
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Events through RabbitMQ. Publishing and consuming have a connection each: a broker short of memory stops reading from
 * those that publish, and acknowledgements must go on.
 */
export class RabbitBroker implements EventBroker {
  readonly #options: BrokerOptions;
  readonly #publisher: Publisher;
  readonly #sending: RecoveringChannelModel;
  readonly #receiving: RecoveringChannelModel;
  readonly #consumers = new Map<string, RabbitConsumer>();
  #closed: Promise<void> | undefined;

  private constructor(options: BrokerOptions, sending: RecoveringChannelModel, receiving: RecoveringChannelModel) {
    this.#options = options;
    this.#sending = sending;
    this.#receiving = receiving;
    this.#publisher = new Publisher({ connection: sending, topology: publishing(options.fleet), log: options.log });
  }

  /** Resolves at once; connects in the background. */
  static async connect(options: BrokerOptions): Promise<RabbitBroker> {
    const [sending, receiving] = await Promise.all([open(options, 'publishing'), open(options, 'consuming')]);
    return new RabbitBroker(options, sending, receiving);
  }

  publish(events: readonly CloudEvent[]): Promise<PublishResult[]> {
    const exchange = publishedExchange(this.#options.fleet);
    return this.#publisher.send(events.map((event) => ({ exchange, key: event.type, ...toWire(event) })));
  }

  async subscribe(subscription: Subscription, signal?: AbortSignal): Promise<Consumer> {
    const { fleet, log } = this.#options;
    const queue = this.#queueOf(subscription.consumer);
    if (this.#closed) throw new Error('the event broker is closed');
    signal?.throwIfAborted();
    if (this.#consumers.has(queue)) throw new Error(`${subscription.consumer} is consuming in this process already`);
    const consumer = new RabbitConsumer({
      connection: this.#receiving,
      publisher: this.#publisher,
      fleet,
      queue,
      subscription,
      log,
    });
    this.#consumers.set(queue, consumer);
    const close = async () => {
      await consumer.close();
      this.#consumers.delete(queue);
    };
    try {
      await (signal ? beforeAbort(signal, consumer.ready) : consumer.ready);
    } catch (error) {
      await close();
      throw error;
    }
    return { close };
  }

  backlog(consumer: string, retry?: RetryPolicy): Promise<Backlog> {
    return backlog(this.#receiving, this.#queueOf(consumer), this.#topologyOf(consumer, [], retry));
  }

  depth(consumer: string, retry?: RetryPolicy): Promise<Depth> {
    return depth(this.#receiving, this.#queueOf(consumer), this.#topologyOf(consumer, [], retry));
  }

  parked(consumer: string, choice?: ParkedChoice): Promise<ParkedEvent[]> {
    const most = consumer === UNROUTED && choice?.ids === undefined ? choice?.limit : undefined;
    return parked(this.#receiving, this.#parkedQueueOf(consumer), choice, most);
  }

  replay(consumer: string, choice?: ReplayChoice): Promise<number> {
    const exchange = eventsExchange(this.#options.fleet);
    const to: Destination =
      consumer === UNROUTED
        ? { exchange, keyOf: ({ type }) => type }
        : { exchange: '', keyOf: () => this.#queueOf(consumer) };
    return replay(this.#receiving, this.#publisher, this.#parkedQueueOf(consumer), to, choice);
  }

  purge(consumer: string, choice?: ParkedChoice): Promise<number> {
    return purge(this.#receiving, this.#parkedQueueOf(consumer), choice);
  }

  discard(consumer: string, retry?: RetryPolicy): Promise<void> {
    return discard(this.#receiving, this.#topologyOf(consumer, [], retry));
  }

  tail(show: (event: CloudEvent) => void, signal: AbortSignal, started?: () => void): Promise<void> {
    const { fleet, log } = this.#options;
    return tail({ connection: this.#receiving, fleet, log, show, signal, started });
  }

  rebuild(consumer: string, types: readonly string[], retry?: RetryPolicy): Promise<void> {
    const topology = this.#topologyOf(consumer, types, retry);
    return rebuild(this.#receiving, this.#publisher, this.#queueOf(consumer), topology);
  }

  async ping(): Promise<void> {
    await this.#publisher.ping();
    for (const [queue, { drift }] of this.#consumers) {
      if (drift !== undefined) throw new Error(`${queue} was made in another way: ${drift}`);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Consumers first: their last moves to retry queues still have to be sent. */
  async #close(): Promise<void> {
    await Promise.all([...this.#consumers.values()].map((consumer) => consumer.close()));
    await this.#publisher.close();
    await Promise.all([this.#sending.close(), this.#receiving.close()]);
  }

  #queueOf(consumer: string): string {
    return `${this.#options.fleet}.${consumer}`;
  }

  #parkedQueueOf(consumer: string): string {
    return consumer === UNROUTED ? unroutedQueue(this.#options.fleet) : parkedQueue(this.#queueOf(consumer));
  }

  #topologyOf(consumer: string, types: readonly string[], retry = DEFAULT_RETRY): Topology {
    return consuming(this.#options.fleet, this.#queueOf(consumer), types, retry);
  }
}

/** A connection that comes back by itself, with growing pauses; its channels are opened again by who uses them. */
async function open({ url, service, log }: BrokerOptions, purpose: string): Promise<RecoveringChannelModel> {
  const target = new URL(url);
  if (!target.searchParams.has('heartbeat')) target.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  const connection = await connect(target.href, {
    noDelay: true,
    keepAlive: true,
    timeout: CONNECT_TIMEOUT_MS,
    clientProperties: { connection_name: `${service} ${purpose}` },
    recovery: { initialDelay: 100, maxDelay: 5_000, waitForConnect: false },
  });
  // Not an error of ours to throw: `disconnect` follows, and the channels tell their users.
  connection.on('error', (error: Error) => log.debug({ err: error, purpose }, 'event broker connection failed'));
  connection.on('disconnect', (error: Error) => log.warn({ reason: error.message, purpose }, 'event broker is away'));
  connection.on('connect', () => log.debug({ purpose }, 'event broker connected'));
  return connection;
}
