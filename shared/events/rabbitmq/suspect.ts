import type { RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import { look } from './look.ts';
import type { Publisher } from './publisher.ts';
import { suspectQueue } from './topology.ts';

interface Begun {
  readonly id: string;
  readonly times: number;
}

/**
 * Which event was begun last and not ended, kept in the broker: who takes over after a process that has gone learns from
 * it which one of all that the process had in hand it was at work on. The broker's own count of deliveries cannot tell
 * them apart. Where it cannot be kept, events are handled all the same.
 */
export class Suspect {
  readonly #connection: RecoveringChannelModel;
  readonly #publisher: Publisher;
  readonly #queue: string;
  readonly #log: Logger;
  #begun: Begun | undefined;

  constructor(options: { connection: RecoveringChannelModel; publisher: Publisher; queue: string; log: Logger }) {
    this.#connection = options.connection;
    this.#publisher = options.publisher;
    this.#queue = suspectQueue(options.queue);
    this.#log = options.log;
  }

  /** Learns what the process before has left. */
  async recall(): Promise<void> {
    try {
      const [message] = await look(this.#connection, this.#queue, 1);
      this.#begun = message && JSON.parse(message.content.toString());
    } catch (error) {
      this.#unknown((error as Error).message);
    }
  }

  /** How many processes have gone while at work on this event, as far as is known. */
  fallsOf(id: string): number {
    return this.#begun?.id === id ? this.#begun.times : 0;
  }

  begin(id: string): Promise<void> {
    return this.#note({ id, times: this.fallsOf(id) + 1 });
  }

  end(): Promise<void> {
    return this.#note({ id: '', times: 0 });
  }

  /** The queue holds one message: the newer replaces the older. */
  async #note(begun: Begun): Promise<void> {
    const content = Buffer.from(JSON.stringify(begun));
    const options = { messageId: this.#queue, persistent: true, mandatory: true };
    const [result] = await this.#publisher.send([{ exchange: '', key: this.#queue, content, options }]);
    if (result?.outcome === 'sent') this.#begun = begun;
    else this.#unknown(result?.reason);
  }

  #unknown(reason: string | undefined): void {
    this.#log.warn({ reason, queue: this.#queue }, 'an event that ends its process may not be found out');
  }
}
