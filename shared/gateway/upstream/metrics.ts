import { Counter, Gauge, type Registry } from 'prom-client';
import type { Logger } from '../../logging/index.ts';
import { DirectHistogram, type Series } from '../../metrics/index.ts';
import type { BreakerListener, Outcome, VisitListener } from './instance.ts';
import type { Upstreams } from './upstreams.ts';

export interface UpstreamWatch {
  readonly onBreaker: BreakerListener;
  readonly onVisit: VisitListener;
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
    onVisit: visitTimes(registry),
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

/** Milliseconds make a difference in front of a service, seconds only say that something is wrong. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function visitTimes(registry: Registry): VisitListener {
  const histogram = new DirectHistogram({
    name: 'gateway_upstream_duration_seconds',
    help: 'Requests sent to a service, each attempt, until its answer began or failed.',
    labelNames: ['service', 'outcome'],
    bounds: BOUNDS,
    registry,
  });
  const known = new Map<string, Partial<Record<Outcome, Series>>>();
  return ({ service }, outcome, milliseconds) => {
    const series = known.get(service) ?? {};
    known.set(service, series);
    series[outcome] ??= histogram.begin({ service, outcome });
    series[outcome].observe(milliseconds / 1000);
  };
}
