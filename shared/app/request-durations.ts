import type { Registry } from 'prom-client';
import { DirectHistogram, DURATION_BOUNDS, type Series } from '../metrics/index.ts';
import { CLIENT_GONE } from './client-gone.ts';

// An `import` would load all that the module has: see client-error.ts.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** How long requests take, by route, method and status: three lookups find the series. */
export class RequestDurations {
  readonly #histogram: DirectHistogram<'method' | 'route' | 'status'>;
  readonly #series = new Map<string, Map<string, Map<number, Series>>>();
  /** What is no method or status of ours shares a series with all others of its kind. */
  readonly #begun = new Map<string, Series>();

  constructor(registry: Registry) {
    this.#histogram = new DirectHistogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the head of a request to the last byte of its answer.',
      labelNames: ['method', 'route', 'status'],
      bounds: DURATION_BOUNDS,
      registry,
    });
  }

  observe(route: string, method: string, status: number, seconds: number): void {
    const series = this.#series.get(route)?.get(method)?.get(status) ?? this.#find(route, method, status);
    series.observe(seconds);
  }

  #find(route: string, method: string, status: number): Series {
    const labels = {
      method: METHODS.has(method) ? method : 'other',
      route,
      status: status in STATUS_CODES || status === CLIENT_GONE ? status : 'other',
    };
    const key = JSON.stringify(labels);
    const series = this.#begun.get(key) ?? this.#histogram.begin(labels);
    this.#begun.set(key, series);
    const methods = this.#series.get(route) ?? new Map<string, Map<number, Series>>();
    const statuses = methods.get(method) ?? new Map<number, Series>();
    this.#series.set(route, methods.set(method, statuses.set(status, series)));
    return series;
  }
}
