import { RetryBudget } from '../../http/index.ts';
import { type BreakerListener, Instance, type VisitListener } from './instance.ts';

export interface LiveInstance {
  /** Base URL, e.g. `http://127.0.0.1:8002`. */
  readonly url: string;
}

/** The instances of a service as the registry knows them; the same array as long as nothing changes. */
export type LiveInstances = (service: string) => readonly LiveInstance[];

interface Service {
  /** What `instances` were made of. */
  listed: readonly LiveInstance[];
  instances: readonly Instance[];
  /** Of those with equally little to do, the next in turn is taken. */
  turn: number;
  readonly budget: RetryBudget;
}

/** Everybody who can answer: instances of services, from the registry, and what lies outside of the fleet. */
export class Upstreams {
  readonly #live: LiveInstances;
  readonly #onBreaker: BreakerListener;
  readonly #onVisit: VisitListener | undefined;
  readonly #services = new Map<string, Service>();

  constructor(live: LiveInstances, onBreaker: BreakerListener, onVisit?: VisitListener) {
    this.#live = live;
    this.#onBreaker = onBreaker;
    this.#onVisit = onVisit;
  }

  /**
   * The instance that has the least to do, of those that may be asked for this route and were not `tried`.
   * Undefined: there is none, or each has failed of late and is left alone.
   */
  pick(service: string, route: string, tried?: ReadonlySet<Instance>): Instance | undefined {
    const known = this.#of(service);
    const { instances } = known;
    let best: Instance | undefined;
    const first = known.turn++ % instances.length;
    for (let step = 0; step < instances.length; step++) {
      const instance = instances[(first + step) % instances.length] as Instance;
      if ((best === undefined || instance.pending < best.pending) && !tried?.has(instance) && instance.admits(route)) {
        best = instance;
      }
    }
    return best;
  }

  /** Whether anybody is registered under that name. */
  knows(service: string): boolean {
    return this.#of(service).instances.length > 0;
  }

  /** What bounds how much retries add to the load of a service in trouble. */
  budgetOf(service: string): RetryBudget {
    return this.#of(service).budget;
  }

  /** Takes over what the registry says now, also for services that nobody asks. */
  refresh(): void {
    for (const service of this.#services.keys()) this.#of(service);
  }

  *all(): Iterable<Instance> {
    for (const { instances } of this.#services.values()) yield* instances;
  }

  /** Closes every connection once what is under way has finished. */
  async close(): Promise<void> {
    await Promise.all([...this.all()].map(({ pool }) => pool.close()));
  }

  #of(service: string): Service {
    const known = this.#services.get(service) ?? this.#begin(service);
    const listed = isUrl(service) ? known.listed : this.#live(service);
    if (listed !== known.listed) this.#follow(known, service, listed);
    return known;
  }

  #begin(service: string): Service {
    const known: Service = { listed: [], instances: [], turn: 0, budget: new RetryBudget() };
    this.#services.set(service, known);
    if (isUrl(service)) this.#follow(known, service, [{ url: service }]);
    return known;
  }

  /** Who stays keeps connections and breakers; who has gone may finish what is under way. */
  #follow(known: Service, service: string, listed: readonly LiveInstance[]): void {
    const before = new Map(known.instances.map((instance) => [instance.url, instance]));
    known.listed = listed;
    const urls = [...new Set(listed.map(({ url }) => url))];
    known.instances = urls.map((url) => before.get(url) ?? new Instance(service, url, this.#onBreaker, this.#onVisit));
    for (const gone of before.values()) if (!known.instances.includes(gone)) void gone.pool.close();
  }
}

/** A target outside of the fleet; names of services hold no colon. */
export function isUrl(target: string): boolean {
  return target.includes(':');
}
