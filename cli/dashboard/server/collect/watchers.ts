/** So long after the last of them has left is the fleet still looked at: pages are loaded anew. */
const LINGER_MS = 60_000;

/** Runs something for as long as somebody watches, and a minute longer. */
export class Watchers {
  readonly #run: (signal: AbortSignal) => Promise<void>;
  readonly #lingerMs: number;
  #count = 0;
  #running: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(run: (signal: AbortSignal) => Promise<void>, lingerMs = LINGER_MS) {
    this.#run = run;
    this.#lingerMs = lingerMs;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Returns how to leave. */
  join(): () => void {
    this.#count++;
    clearTimeout(this.#timer);
    if (!this.#running) {
      this.#running = new AbortController();
      const { signal } = this.#running;
      this.#done = this.#done.then(() => this.#run(signal));
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#count--;
      if (this.#count === 0) this.#timer = setTimeout(() => this.#end(), this.#lingerMs).unref();
    };
  }

  /** At once, whoever watches. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#end();
    await this.#done;
  }

  #end(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}
