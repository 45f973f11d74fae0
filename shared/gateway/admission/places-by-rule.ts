import { Gauge, type Registry } from 'prom-client';
import type { Concurrency } from '../settings/index.ts';
import { Places } from './places.ts';

/** What the places of all routes without some of their own are called. */
const GATEWAY = 'gateway';
const UNLIMITED: Concurrency = { requests: 0, queue: 0, waitMs: 1 };

/** The places of the gateway and of single rules. They outlive a change of settings, with all who are in them. */
export class PlacesByRule {
  readonly #places = new Map<string, Places>();
  #named = new Set<string>();

  constructor(metrics: Registry) {
    const places = this.#places;
    new Gauge({
      name: 'gateway_concurrency',
      help: 'Requests under way and waiting, by the limit that holds for them: the gateway’s, or that of a rule.',
      labelNames: ['limit', 'state'] as const,
      registers: [metrics],
      collect() {
        this.reset();
        for (const [limit, { underWay, waiting }] of places) {
          this.set({ limit, state: 'under_way' }, underWay);
          this.set({ limit, state: 'waiting' }, waiting);
        }
      },
    });
  }

  of(rule: string = GATEWAY, limit: Concurrency): Places {
    this.#named.add(rule);
    const places = this.#places.get(rule) ?? new Places(limit);
    places.limit = limit;
    this.#places.set(rule, places);
    return places;
  }

  /** Whatever `compile` does not name has no limit any more. */
  renew<T>(compile: () => T): T {
    this.#named = new Set();
    const compiled = compile();
    for (const [rule, places] of this.#places) {
      if (this.#named.has(rule)) continue;
      places.limit = UNLIMITED;
      if (places.underWay === 0) this.#places.delete(rule);
    }
    return compiled;
  }
}
