import type { Consumer, Subscription } from '../events/index.ts';
import type { Logger } from '../logging/index.ts';

export interface ConsumptionOptions {
  readonly subscriptions: readonly Subscription[];
  /** As `subscribe` of a broker. */
  readonly subscribe: (subscription: Subscription, signal: AbortSignal) => Promise<Consumer>;
  readonly log: Logger;
}

/**
 * Begins and ends to consume, as often as it is told to. One comes after the other, and of what is wanted meanwhile only the
 * last counts: what waits for its broker is given up, what is in hand is finished.
 */
export class Consumption {
  readonly #options: ConsumptionOptions;
  readonly #consumers = new Map<string, Consumer>();
  #isWanted = false;
  #isClosing = false;
  #isOver = false;
  #patience = new AbortController();
  #working: Promise<void> | undefined;

  constructor(options: ConsumptionOptions) {
    this.#options = options;
  }

  /** What is not consumed, and should be. */
  get missing(): readonly string[] {
    if (!this.#isWanted) return [];
    return this.#options.subscriptions.map(({ consumer }) => consumer).filter((each) => !this.#consumers.has(each));
  }

  /** Where it is wanted, whether all stand; where it is not, whether any event may still be handled. */
  get isConsuming(): boolean {
    if (!this.#isWanted) return this.#working !== undefined;
    return !this.#isClosing && this.missing.length === 0;
  }

  /** Resolves when what is wanted last has been done. */
  want(isWanted: boolean): Promise<void> {
    this.#isWanted = isWanted && !this.#isOver;
    if (!this.#isWanted) this.#patience.abort();
    this.#working ??= this.#work();
    return this.#working;
  }

  /** Closes what is open; nothing begins any more. May be called again. */
  end(): Promise<void> {
    this.#isOver = true;
    return this.want(false);
  }

  async #work(): Promise<void> {
    for (let isDone = false; !isDone; ) {
      if (this.#isWanted) {
        this.#patience = new AbortController();
        const { signal } = this.#patience;
        await Promise.all(this.#options.subscriptions.map((each) => this.#open(each, signal)));
        isDone = !signal.aborted;
      } else {
        this.#isClosing = true;
        await Promise.all([...this.#consumers].map(([name, consumer]) => this.#close(name, consumer)));
        this.#isClosing = false;
        isDone = !this.#isWanted;
      }
    }
    // In the same breath: who wants something else from now on begins anew.
    this.#working = undefined;
  }

  async #open(subscription: Subscription, signal: AbortSignal): Promise<void> {
    const { subscribe, log } = this.#options;
    const { consumer: name } = subscription;
    if (this.#consumers.has(name)) return;
    try {
      this.#consumers.set(name, await subscribe(subscription, signal));
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, consumer: name }, 'cannot subscribe');
    }
  }

  async #close(name: string, consumer: Consumer): Promise<void> {
    try {
      await consumer.close();
      this.#options.log.info({ consumer: name }, 'consumer closed');
    } catch (error) {
      this.#options.log.error({ err: error, consumer: name }, 'a consumer could not be closed in order');
    }
    this.#consumers.delete(name);
  }
}
