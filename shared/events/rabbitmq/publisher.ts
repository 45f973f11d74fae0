import type { ConfirmChannel, Message, RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import type { PublishResult } from '../contract.ts';
import { tooLarge } from '../limit.ts';
import { assert } from './assert.ts';
import { KeptChannel } from './channel.ts';
import type { Topology } from './topology.ts';
import type { Wire } from './wire.ts';

/** Unconfirmed messages at a time: fewer cost throughput, more gain nothing. */
const WINDOW = 200;
/** A confirm that has not come by then never will: start again on a new channel. */
const CONFIRM_TIMEOUT_MS = 15_000;

type Settle = (result: PublishResult) => void;

interface Outgoing extends Wire {
  /** '' for the default exchange, whose key is the name of a queue. */
  readonly exchange: string;
  readonly key: string;
}

/** Sends messages and learns from the broker what became of each. */
export class Publisher {
  readonly #channel: KeptChannel;
  /** Ids that came back: a return precedes its confirm, which still says `ack`. */
  readonly #returned = new Map<string, string>();
  /** Something came back: what must lead to its queue is missing, and is made with the next channel. */
  #isAstray = false;
  #blocked: string | undefined;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(options: { connection: RecoveringChannelModel; topology: Topology; log: Logger }) {
    const { connection, topology, log } = options;
    connection.on('blocked', (reason: string) => {
      this.#blocked = reason;
      log.warn({ reason }, 'event broker takes nothing for now');
    });
    connection.on('unblocked', () => {
      this.#blocked = undefined;
    });
    this.#channel = new KeptChannel({
      connection,
      log,
      purpose: 'publishing',
      setUp: async (channel) => {
        await assert(channel, topology);
        this.#blocked = undefined;
        this.#isAstray = false;
        channel.on('return', ({ properties, fields }: Message) => {
          this.#isAstray = true;
          this.#returned.set(properties.messageId, (fields as { replyText?: string }).replyText ?? 'returned');
        });
      },
      onLost: () => this.#returned.clear(),
    });
  }

  /** In the given order, and after what was given before; never rejects. */
  send(messages: readonly Outgoing[]): Promise<PublishResult[]> {
    const results = this.#sending.then(() => this.#sendAll(messages));
    this.#sending = results;
    return results;
  }

  /** On one channel: what follows an event that was lost with it must not get ahead of that. */
  async #sendAll(messages: readonly Outgoing[]): Promise<PublishResult[]> {
    const channel = this.#channel.current;
    const unconfirmed = new Set<Settle>();
    let vacated: (() => void) | undefined;
    const late = setTimeout(() => {
      for (const settle of unconfirmed) settle(unsent('no confirm came'));
      this.#channel.reopen();
    }, CONFIRM_TIMEOUT_MS);
    const results: Promise<PublishResult>[] = [];
    try {
      for (const message of messages) {
        const { promise, resolve } = Promise.withResolvers<PublishResult>();
        results.push(promise);
        const settle = (result: PublishResult) => {
          // A confirm that comes after all was too late.
          if (!unconfirmed.delete(settle)) return;
          late.refresh();
          resolve(result);
          vacated?.();
        };
        unconfirmed.add(settle);
        // A channel that closes never drains, but settles what it carries.
        if (!this.#write(channel, message, settle)) await Promise.race([drained(channel as ConfirmChannel), promise]);
        if (unconfirmed.size >= WINDOW) {
          await new Promise<void>((resolve) => {
            vacated = resolve;
          });
        }
      }
      return await Promise.all(results);
    } finally {
      clearTimeout(late);
      if (this.#isAstray) this.#channel.renew();
    }
  }

  /** One round trip. @throws when there is no broker to answer */
  async ping(): Promise<void> {
    const channel = this.#channel.current;
    if (this.#blocked !== undefined) throw new Error(`the event broker takes nothing for now: ${this.#blocked}`);
    if (channel === undefined) throw new Error(this.#channel.drift ?? 'the event broker is away');
    await channel.prefetch(0);
  }

  /** After what is being sent; what follows it finds no channel. */
  async close(): Promise<void> {
    await this.#sending;
    // Not waited for: a broker that is short of memory answers nothing on a connection that publishes.
    void this.#channel.close();
  }

  /** Returns false when the socket has enough to do. */
  #write(channel: ConfirmChannel | undefined, message: Outgoing, settle: Settle): boolean {
    if (channel === undefined || channel !== this.#channel.current) {
      settle(unsent('the event broker is away'));
      return true;
    }
    if (this.#blocked !== undefined) {
      settle(unsent(`blocked: ${this.#blocked}`));
      return true;
    }
    const { exchange, key, content, options } = message;
    const id = options.messageId as string;
    const refusal = tooLarge(content.length);
    if (refusal) {
      settle(refusal);
      return true;
    }
    try {
      return channel.publish(exchange, key, content, options, (error) => {
        const returned = this.#returned.get(id);
        this.#returned.delete(id);
        if (error) settle(unsent((error as Error).message));
        else settle(returned === undefined ? { outcome: 'sent' } : { outcome: 'refused', reason: returned });
      });
    } catch (error) {
      const reason = (error as Error).message;
      settle(error instanceof RangeError ? { outcome: 'refused', reason } : unsent(reason));
      return true;
    }
  }
}

const drained = (channel: ConfirmChannel) => new Promise<void>((resolve) => channel.once('drain', resolve));

function unsent(reason: string): PublishResult {
  return { outcome: 'unsent', reason };
}
