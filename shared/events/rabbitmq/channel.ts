import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel, RecoveringChannelModel } from 'amqplib';
import type { Logger } from '../../logging/index.ts';
import { backoff } from '../backoff.ts';
import { driftOf } from './drift.ts';

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
  #ending: { readonly channel: ConfirmChannel; readonly done: Promise<void> } | undefined;
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

  /** Once: a channel that is closing does not answer to being closed again. */
  async #end(): Promise<void> {
    const channel = this.#channel;
    if (channel !== undefined && channel !== this.#ending?.channel) {
      // A channel that was closed already is what was wanted.
      this.#ending = { channel, done: channel.close().catch(() => undefined) };
    }
    await this.#ending?.done;
  }

  async #keepOpen(): Promise<void> {
    const { connection, log, purpose, setUp, start, onLost } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; ) {
      let reason = 'closed';
      try {
        const channel = await connection.createConfirmChannel();
        const closed = new Promise<void>((resolve) => channel.once('close', resolve));
        channel.on('error', (error) => {
          reason = error.message;
        });
        await setUp(channel);
        this.#drift = undefined;
        this.#channel = channel;
        await start?.(channel);
        this.#ready.resolve();
        failures = 0;
        await closed;
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
}
