/** Of the calls made, this share may be made again. */
const SHARE = 0.2;
/** So that a client with few calls may retry at all. */
const FLOOR_PER_SECOND = 1;
/** What may be saved up, and what a new client starts with. */
const CAPACITY = 10;

/**
 * Bounds how much retries add to the load of a target in trouble: in any period at most `CAPACITY` + 20 % of its
 * calls + 1 a second, however many attempts each call may make. The token bucket of gRPC's retry throttling (gRFC A6),
 * with the floor of Finagle's RetryBudget.
 */
export class RetryBudget {
  readonly #clock: () => number;
  #tokens = CAPACITY;
  #refilledAt: number;

  /** @param clock milliseconds, monotonic. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#refilledAt = clock();
  }

  /** A call is made for the first time. */
  deposit(): void {
    this.#add(SHARE);
  }

  /** Whether a call may be made again; takes what that costs. */
  withdraw(): boolean {
    const now = this.#clock();
    this.#add(((now - this.#refilledAt) / 1000) * FLOOR_PER_SECOND);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  #add(tokens: number): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + tokens);
  }
}
