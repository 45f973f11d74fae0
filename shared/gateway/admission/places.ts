import type { Concurrency } from '../settings/index.ts';

/** Who may be under way at once, and who waits for a turn, in the order of coming. */
export class Places {
  #limit: Concurrency;
  #underWay = 0;
  readonly #waiting = new Set<() => void>();

  constructor(limit: Concurrency) {
    this.#limit = limit;
  }

  get underWay(): number {
    return this.#underWay;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get limit(): Concurrency {
    return this.#limit;
  }

  /** Those who wait go on if there is room now; those under way stay, also where there are too many. */
  set limit(limit: Concurrency) {
    this.#limit = limit;
    while (this.#waiting.size > 0 && this.#hasRoom()) this.#next();
  }

  /** Whether a place could be had at once; it has to be given back by `free`. */
  take(): boolean {
    if (!this.#hasRoom()) return false;
    this.#underWay++;
    return true;
  }

  free(): void {
    this.#underWay--;
    if (this.#hasRoom()) this.#next();
  }

  /**
   * Calls `turn` back when there is a place, which is taken then.
   * @returns how to wait no longer; undefined: too many wait already
   */
  wait(turn: () => void): (() => void) | undefined {
    if (this.#waiting.size >= this.#limit.queue) return undefined;
    this.#waiting.add(turn);
    return () => void this.#waiting.delete(turn);
  }

  #hasRoom(): boolean {
    return this.#limit.requests === 0 || this.#underWay < this.#limit.requests;
  }

  #next(): void {
    const [turn] = this.#waiting;
    if (turn === undefined) return;
    this.#waiting.delete(turn);
    this.#underWay++;
    turn();
  }
}
