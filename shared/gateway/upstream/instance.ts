import Pool from 'undici/lib/dispatcher/pool.js';
import { Breaker, type BreakerState } from './breaker.ts';
import { whenFailing, whenUnreachable } from './strategies.ts';

/** On a local network a connection stands within a millisecond or not at all. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Then its kernel is asked every second, ten times: an answer may take long, but a host that is cut off is not waited for. */
const SILENT_MS = 2_000;

/** How a request to an instance ended. */
export type Outcome = 'answered' | 'failed' | 'unreachable' | 'timeout' | 'abandoned';

/** Told when a breaker turns; `route` is undefined where it stands before the whole instance. */
export type BreakerListener = (instance: Instance, route: string | undefined, state: BreakerState) => void;

/** Told how a request to an instance ended, and how many milliseconds it took until its answer began, or failed. */
export type VisitListener = (instance: Instance, outcome: Outcome, milliseconds: number) => void;

/** One instance of a service: its connections, what it has to do, and how it does. */
export class Instance {
  readonly service: string;
  /** Base URL, e.g. `http://127.0.0.1:8002`. */
  readonly url: string;
  /** Host and port, for metrics. */
  readonly label: string;
  readonly pool: Pool;
  /** Requests under way. */
  pending = 0;
  readonly outcomes: Record<Outcome, number> = { answered: 0, failed: 0, unreachable: 0, timeout: 0, abandoned: 0 };
  /** Whether connections to it succeed, whatever the route. */
  readonly #reachable: Breaker;
  readonly #routes = new Map<string, Breaker>();
  readonly onVisit: VisitListener | undefined;
  readonly #onBreaker: BreakerListener;

  constructor(service: string, url: string, onBreaker: BreakerListener, onVisit?: VisitListener) {
    const { origin, host } = new URL(url);
    this.service = service;
    this.url = url;
    this.label = host;
    const connect = { timeout: CONNECT_TIMEOUT_MS, keepAliveInitialDelay: SILENT_MS };
    this.pool = new Pool(origin, { connect, pipelining: 1 });
    this.onVisit = onVisit;
    this.#onBreaker = onBreaker;
    this.#reachable = this.#breaker(undefined, whenUnreachable());
  }

  /** Whether a request of this route may be sent to it now. */
  admits(route: string): boolean {
    return this.#reachable.admits && (this.#routes.get(route)?.admits ?? true);
  }

  /** A request of this route is sent to it; the visit has to be ended. */
  visit(route: string): Visit {
    let breaker = this.#routes.get(route);
    if (breaker === undefined) {
      breaker = this.#breaker(route, whenFailing());
      this.#routes.set(route, breaker);
    }
    return new Visit(this, this.#reachable, breaker);
  }

  /** Breakers that are not closed; `route` is undefined for the one before the whole instance. */
  *troubled(): Iterable<{ readonly route: string | undefined; readonly state: BreakerState }> {
    if (this.#reachable.state !== 'closed') yield { route: undefined, state: this.#reachable.state };
    for (const [route, { state }] of this.#routes) if (state !== 'closed') yield { route, state };
  }

  #breaker(route: string | undefined, strategy: ReturnType<typeof whenFailing>): Breaker {
    return new Breaker({ strategy, onChange: (state) => this.#onBreaker(this, route, state) });
  }
}

/** One request at an instance, which counts how it went once. */
export class Visit {
  readonly instance: Instance;
  readonly #breakers: readonly [reachable: Breaker, route: Breaker];
  readonly #began = performance.now();
  #judged = false;
  #over = false;

  constructor(instance: Instance, reachable: Breaker, route: Breaker) {
    this.instance = instance;
    this.#breakers = [reachable, route];
    instance.pending++;
    reachable.begin();
    route.begin();
  }

  /** It answers; `failing` where the answer says that it cannot. */
  answered(failing: boolean): void {
    this.#judge(failing ? 'failed' : 'answered');
  }

  /** It gave no whole answer, or nobody waits for one. */
  ended(outcome: Exclude<Outcome, 'answered'>): void {
    this.#judge(outcome);
    this.end();
  }

  /** Nothing of it is under way any more. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.instance.pending--;
    // Whoever forgot to judge must not leave a probe open.
    this.#judge('abandoned');
  }

  #judge(outcome: Outcome): void {
    if (this.#judged) return;
    this.#judged = true;
    const { instance } = this;
    instance.outcomes[outcome]++;
    instance.onVisit?.(instance, outcome, performance.now() - this.#began);
    const [reachable, route] = this.#breakers;
    if (outcome === 'abandoned') {
      reachable.dropped();
      route.dropped();
    } else if (outcome === 'unreachable') {
      reachable.failed();
      route.dropped();
    } else {
      // A time-out may be that of the connection as well as that of the work.
      if (outcome === 'timeout') reachable.dropped();
      else reachable.succeeded();
      if (outcome === 'answered') route.succeeded();
      else route.failed();
    }
  }
}
