interface Series {
  readonly labels: { readonly method: string; readonly route: string; readonly status: number };
  /** How many fell into each bucket alone; the last holds those above all bounds. */
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Seconds; fine where a read is expected, coarse where something is wrong anyway. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A histogram of request durations that prom-client collects like its own. Its own hashes the labels anew for each value
 * (over a microsecond a request); here three lookups find the series.
 */
export class RequestDurations {
  readonly name = 'http_request_duration_seconds';
  readonly help = 'Time from the head of a request to the last byte of its answer.';
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #series = new Map<string, Map<string, Map<number, Series>>>();

  observe(route: string, method: string, status: number, seconds: number): void {
    const series = this.#series.get(route)?.get(method)?.get(status) ?? this.#begin(route, method, status);
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] as number)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] as number) + 1;
    series.sum += seconds;
    series.count += 1;
  }

  /** What prom-client asks of a metric. */
  async get() {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: [...this.#all()].flatMap((series) => this.#valuesOf(series)) };
  }

  #begin(route: string, method: string, status: number): Series {
    const series = {
      labels: { method, route, status },
      counts: new Array(BOUNDS.length + 1).fill(0),
      sum: 0,
      count: 0,
    };
    const methods = this.#series.get(route) ?? new Map<string, Map<number, Series>>();
    const statuses = methods.get(method) ?? new Map<number, Series>();
    this.#series.set(route, methods.set(method, statuses.set(status, series)));
    return series;
  }

  *#all(): Iterable<Series> {
    for (const methods of this.#series.values()) for (const statuses of methods.values()) yield* statuses.values();
  }

  #valuesOf({ labels, counts, sum, count }: Series) {
    let below = 0;
    const buckets = [...BOUNDS, '+Inf'].map((le, index) => {
      below += counts[index] as number;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
