import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel, RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import { backoff } from '../backoff.ts';
import { beforeAbort } from '../before-abort.ts';
import { driftOf } from './drift.ts';

/** After a crash of the broker a queue may be listed and yet not answer: whoever waits for it must say so now and then. */
const PATIENCE_MS = 30_000;

export interface KeptChannelOptions {
  readonly connection: RecoveringChannelModel;
  readonly log: Logger;
  /** What the channel is for, in logs, e.g. `publishing`. */
  readonly purpose: string;
  /** After every (re)opening, before the channel is given out: makes what must exist. */
  readonly setUp: (channel: ConfirmChannel) => Promise<void>;
  /** Once it is given out: begins to consume. */
  readonly start?: (channel: ConfirmChannel) => Promise<void>;
  readonly onLost: () => void;
}

/**
 * A channel that is opened again whenever it closes: with its connection, alone (the broker closes a channel for every
 * mistake on it), or because its consumer was cancelled. A connection that lives says nothing about its channels.
 */
export class KeptChannel {
  readonly #options: KeptChannelOptions;
  readonly #stopping = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  #channel: ConfirmChannel | undefined;
  #ending: Promise<void> | undefined;
  #isRenewing = false;
  #drift: string | undefined;

  constructor(options: KeptChannelOptions) {
    this.#options = options;
    this.#ready.promise.catch(() => undefined);
    void this.#keepOpen();
  }

  /** Undefined while there is none. */
  get current(): ConfirmChannel | undefined {
    return this.#channel;
  }

  /** Why it cannot be set up until somebody has mended that: something that must exist was made in another way. */
  get drift(): string | undefined {
    return this.#drift;
  }

  /** Resolves when it was set up for the first time; rejects when closed before. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    this.#ready.reject(new Error('the event broker is closed'));
    await this.#end();
  }

  /** For what can only be made good by starting again. */
  reopen(): void {
    void this.#end();
  }

  /** Opens another in its place, at once: nothing is wrong with this one. */
  renew(): void {
    this.#isRenewing = true;
    this.reopen();
  }

  /** Nobody gets it any more. Once: a channel that is closing does not answer to being closed again. */
  async #end(): Promise<void> {
    const channel = this.#channel;
    this.#channel = undefined;
    // A channel that was closed already is what was wanted.
    if (channel !== undefined) this.#ending = channel.close().catch(() => undefined);
    await this.#ending;
  }

  async #keepOpen(): Promise<void> {
    const { connection, log, purpose, onLost } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; ) {
      let reason = 'closed';
      try {
        const channel = await connection.createConfirmChannel();
        channel.on('error', (error) => {
          reason = error.message;
        });
        await this.#use(channel);
        failures = 0;
      } catch (error) {
        reason = (error as Error).message;
        this.#drift = driftOf(error) ?? this.#drift;
      }
      this.#channel = undefined;
      onLost();
      if (signal.aborted) return;
      const isRenewing = this.#isRenewing;
      this.#isRenewing = false;
      if (isRenewing) continue;
      const pause = backoff(++failures);
      const about = { reason, purpose, retryInMs: Math.round(pause) };
      if (this.#drift === undefined) log.warn(about, 'channel to the event broker closed');
      else log.error({ ...about, next: 'aurora events status' }, 'the event broker has it made in another way');
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Resolves when the channel, once in use, has closed. @throws what kept it from being used; it is closed then too */
  async #use(channel: ConfirmChannel): Promise<void> {
    const { setUp, start } = this.#options;
    const closed = new Promise<void>((resolve) => channel.once('close', resolve));
    try {
      await beforeAbort(AbortSignal.timeout(PATIENCE_MS), setUp(channel));
      this.#stopping.signal.throwIfAborted();
      this.#drift = undefined;
      this.#channel = channel;
      await start?.(channel);
      this.#ready.resolve();
    } catch (error) {
      channel.close().catch(() => undefined);
      throw error;
    }
    await closed;
  }
}
