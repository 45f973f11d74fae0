import { Counter, Gauge, type Registry } from 'prom-client';
import type { Logger } from '../../logging/index.ts';
import type { BreakerListener, Outcome } from './instance.ts';
import type { Upstreams } from './upstreams.ts';

export interface UpstreamWatch {
  readonly onBreaker: BreakerListener;
  readonly onRetry: (service: string) => void;
  /** Shows how these are doing from now on. */
  follow(upstreams: Upstreams): void;
}

/** 0.5 while it is probed, as of the clients of services. */
const WORTH = { closed: 0, 'half-open': 0.5, open: 1 };

/** How the instances behind a gateway are doing, read off them when somebody asks: a request only counts where it is. */
export function watchUpstreams(registry: Registry, log: Logger): UpstreamWatch {
  const registers = [registry];
  const retries = new Counter({
    name: 'gateway_retries_total',
    help: 'Requests sent to a service again.',
    labelNames: ['service'] as const,
    registers,
  });
  return {
    onRetry: (service) => retries.inc({ service }),
    onBreaker(instance, route, state) {
      const { service, label } = instance;
      log[state === 'open' ? 'warn' : 'info']({ target: service, instance: label, route, state }, 'circuit breaker');
    },
    follow(upstreams) {
      new Gauge({
        name: 'gateway_upstream_pending',
        help: 'Requests under way at an instance.',
        labelNames: ['service', 'instance'] as const,
        registers,
        collect() {
          this.reset();
          for (const { service, label, pending } of upstreams.all()) this.set({ service, instance: label }, pending);
        },
      });
      new Gauge({
        name: 'gateway_breaker_open',
        help: '1 while requests of a route to an instance are refused, 0.5 while it is probed; "any" route: it takes no connections.',
        labelNames: ['service', 'instance', 'route'] as const,
        aggregator: 'max',
        registers,
        collect() {
          this.reset();
          for (const instance of upstreams.all()) {
            for (const { route = 'any', state } of instance.troubled()) {
              this.set({ service: instance.service, instance: instance.label, route }, WORTH[state]);
            }
          }
        },
      });
      new Counter({
        name: 'gateway_upstream_requests_total',
        help: 'Requests sent to an instance, by how they ended.',
        labelNames: ['service', 'instance', 'outcome'] as const,
        registers,
        collect() {
          this.reset();
          for (const { service, label, outcomes } of upstreams.all()) {
            for (const outcome of Object.keys(outcomes) as Outcome[]) {
              this.inc({ service, instance: label, outcome }, outcomes[outcome]);
            }
          }
        },
      });
    },
  };
}
