import { oneAtATime } from './one-at-a-time.ts';
import { soon } from './soon.ts';

/** Milliseconds that a scrape waits for what has to be looked up. */
const PATIENCE_MS = 500;
/** Whoever asks within so many milliseconds shares one look: a storm of scrapes is no load. */
const FRESH_MS = 500;

/** Something that has to be asked for when somebody scrapes. */
export class Look<T> {
  readonly #ask: () => Promise<T | undefined>;
  #current: { readonly at: number; readonly found: Promise<T | undefined> } | undefined;

  /** @param ask a round trip to a database, a broker, a disk; it may fail, or hang */
  constructor(ask: () => Promise<T>) {
    // What is away must not take all other metrics with it; readiness tells of it.
    this.#ask = oneAtATime(() => ask().catch(() => undefined));
  }

  /** What was found; undefined: it failed, or takes too long. Never rejects. */
  value(): Promise<T | undefined> {
    const at = performance.now();
    if (this.#current === undefined || at - this.#current.at >= FRESH_MS) {
      this.#current = { at, found: soon(PATIENCE_MS, this.#ask()) };
    }
    return this.#current.found;
  }
}
