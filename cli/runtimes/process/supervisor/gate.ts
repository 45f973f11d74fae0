import type { Child } from './child.ts';

/**
 * The gate of a service: it says `loaded` when its code is in memory and waits for `start`, then `listening` when requests may come.
 * A program that knows nothing of this starts at once, and is simply asked until it is ready.
 */
export class Gate {
  loaded = false;
  listening = false;
  readonly untilLoaded: Promise<void>;
  readonly #child: Child;
  readonly #passed: () => void;
  #changed: () => void = () => undefined;

  constructor(child: Child) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.untilLoaded = promise;
    this.#passed = resolve;
    this.#child = child;
    child.onMessage((message) => {
      const { type } = Object(message) as { type?: unknown };
      if (type === 'loaded') {
        this.loaded = true;
        this.#passed();
      }
      if (type === 'listening') {
        this.listening = true;
        this.#changed();
      }
    });
  }

  open(): void {
    this.#child.send('start');
    this.#passed();
  }

  /** Whether asking it makes sense: it has not said that it will tell, or has told. */
  get mayAnswer(): boolean {
    return this.listening || !this.loaded;
  }

  /** Settles after the time, when it begins to listen, or when the signal aborts. */
  async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#changed = done;
      signal.addEventListener('abort', done);
    });
  }
}
