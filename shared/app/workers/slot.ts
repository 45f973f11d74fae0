import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../logging/index.ts';
import type { Exit, Member } from './member.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 10_000;
/** A worker that lived for so long has recovered from what ended those before it. */
const STABLE_MS = 10_000;

export interface SlotOptions {
  readonly fork: () => Member;
  readonly log: Logger;
  /** Told of each end that nobody wanted, before a new worker comes. */
  readonly onLoss: (exit: Exit) => void;
}

/** The place of one worker: when that ends, another takes it. */
export class Slot {
  readonly #options: SlotOptions;
  readonly #listening = Promise.withResolvers<void>();
  readonly #ending = new AbortController();
  #member: Member;
  /** Between the end of one worker and the next. */
  #empty = false;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#member = options.fork();
  }

  get member(): Member {
    return this.#member;
  }

  /** Resolves once a worker listens here for the first time. */
  start(): Promise<void> {
    void this.#live();
    return this.#listening.promise;
  }

  /** No other worker comes after this one, which gets the signal. Resolves with whether it ended in order. */
  async end(signal: NodeJS.Signals): Promise<boolean> {
    this.#ending.abort();
    if (this.#empty) return true;
    this.#member.signal(signal);
    const exit = await this.#member.exited;
    // One that had not begun yet is ended by the signal itself.
    return exit.code === 0 || exit.signal === 'SIGTERM';
  }

  async #live(): Promise<void> {
    const { signal } = this.#ending;
    for (let losses = 0; !signal.aborted; ) {
      const began = performance.now();
      await this.#member.loaded;
      this.#member.tell('start');
      if (await this.#member.listened) this.#listening.resolve();
      const exit = await this.#member.exited;
      if (signal.aborted) return;
      losses = performance.now() - began > STABLE_MS ? 1 : losses + 1;
      const retryInMs = Math.min(FIRST_PAUSE_MS * 2 ** (losses - 1), MAX_PAUSE_MS);
      this.#options.log.error({ pid: this.#member.pid, reason: exit.reason, retryInMs }, 'a worker ended');
      this.#options.onLoss(exit);
      this.#empty = true;
      await pause(retryInMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#member = this.#options.fork();
      this.#empty = false;
    }
  }
}
