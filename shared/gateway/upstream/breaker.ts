import { CircuitState, type IBreaker } from 'cockatiel';

/** Milliseconds before the first look at what failed, growing. */
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 10_000;

export type BreakerState = 'closed' | 'half-open' | 'open';

export interface BreakerOptions {
  /** When it is time to open: one of cockatiel's, or what puts some of them together. */
  readonly strategy: IBreaker;
  readonly onChange: (state: BreakerState) => void;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/**
 * A circuit breaker for what ends by callbacks: cockatiel's own takes promises, which would cost the proxy more than all it decides.
 * Open, it lets one probe through after half a second, then after ever longer, at most 10 s; a probe that succeeds closes it. Nobody
 * waits for longer than that for a probe that takes its time, e.g. an upload: then another one follows.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  #state = CircuitState.Closed;
  #waitMs = FIRST_WAIT_MS;
  #probeAt = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get state(): BreakerState {
    return NAMES[this.#state] ?? 'closed';
  }

  /** Whether a request may be sent now. */
  get admits(): boolean {
    return this.#state === CircuitState.Closed || this.#now() >= this.#probeAt;
  }

  /** A request is sent; where the breaker was open, it is the probe. */
  begin(): void {
    if (this.#state === CircuitState.Closed) return;
    this.#probeAt = this.#nextProbe();
    this.#turn(CircuitState.HalfOpen);
  }

  succeeded(): void {
    this.#options.strategy.success(this.#state);
    if (this.#state !== CircuitState.HalfOpen) return;
    this.#waitMs = FIRST_WAIT_MS;
    this.#turn(CircuitState.Closed);
  }

  failed(): void {
    const opens = this.#options.strategy.failure(this.#state);
    if (this.#state === CircuitState.Closed && opens) this.#open();
    else if (this.#state === CircuitState.HalfOpen) {
      this.#waitMs = Math.min(MAX_WAIT_MS, this.#waitMs * 2);
      this.#open();
    }
  }

  /** A request ended in a way that says nothing; a probe has to be made again. */
  dropped(): void {
    if (this.#state === CircuitState.HalfOpen) this.#open();
  }

  #open(): void {
    this.#probeAt = this.#nextProbe();
    this.#turn(CircuitState.Open);
  }

  /** A fifth more or less: several gateways do not probe at the same moment for ever. */
  #nextProbe(): number {
    return this.#now() + this.#waitMs * (0.8 + Math.random() * 0.4);
  }

  #turn(state: CircuitState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onChange(this.state);
  }

  #now(): number {
    return this.#options.clock?.() ?? Date.now();
  }
}

const NAMES: Readonly<Partial<Record<CircuitState, BreakerState>>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
};
