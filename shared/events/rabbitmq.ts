import { connect, type RecoveringChannelModel } from 'amqplib';
import type { BrokerOptions } from './broker-options.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { Consumer, EventBroker, ParkedEvent, PublishResult, Subscription } from './contract.ts';
import { RabbitConsumer } from './rabbitmq/consumer.ts';
import { parked, replay } from './rabbitmq/parking.ts';
import { Publisher } from './rabbitmq/publisher.ts';
import { eventsExchange, publishing } from './rabbitmq/topology.ts';
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
    const exchange = eventsExchange(this.#options.fleet);
    return this.#publisher.send(events.map((event) => ({ exchange, key: event.type, ...toWire(event) })));
  }

  async subscribe(subscription: Subscription): Promise<Consumer> {
    const { fleet, log } = this.#options;
    const queue = this.#queueOf(subscription.consumer);
    if (this.#closed) throw new Error('the event broker is closed');
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
    await consumer.ready;
    return {
      close: async () => {
        await consumer.close();
        this.#consumers.delete(queue);
      },
    };
  }

  parked(consumer: string, limit = 100): Promise<ParkedEvent[]> {
    return parked(this.#receiving, this.#queueOf(consumer), limit);
  }

  replay(consumer: string, limit = 100): Promise<number> {
    return replay(this.#receiving, this.#publisher, this.#queueOf(consumer), limit);
  }

  ping(): Promise<void> {
    return this.#publisher.ping();
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
