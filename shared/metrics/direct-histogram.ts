import type { Metric, Registry } from 'prom-client';

type Labels<L extends string> = Readonly<Record<L, string | number>>;

export interface HistogramOptions<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly L[];
  /** Upper bounds of the buckets, growing; in the unit that `name` ends in. */
  readonly bounds: readonly number[];
  readonly registry: Registry;
}

/**
 * A histogram that prom-client collects like its own. Its own hashes the labels anew for each value (over a microsecond);
 * here whoever counts keeps the series, and a value costs the search for its bucket.
 */
export class DirectHistogram<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly L[];
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #bounds: readonly number[];
  readonly #series: Series[] = [];

  constructor({ name, help, labelNames, bounds, registry }: HistogramOptions<L>) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.#bounds = bounds;
    registry.registerMetric(this as unknown as Metric);
  }

  /** Begins the series of these labels, which must not have been begun before. */
  begin(labels: Labels<L>): Series {
    const series = new Series(labels, this.#bounds);
    this.#series.push(series);
    return series;
  }

  /** What prom-client asks of a metric. */
  async get() {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: this.#series.flatMap((series) => series.values(name)) };
  }
}

/** The values of one set of labels. */
export class Series {
  readonly #labels: Labels<string>;
  readonly #bounds: readonly number[];
  /** How many fell into each bucket alone; the last holds those above all bounds. */
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(labels: Labels<string>, bounds: readonly number[]) {
    this.#labels = labels;
    this.#bounds = bounds;
    this.#counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sum += value;
    this.#count += 1;
  }

  /** As prom-client has them: cumulative buckets, sum and count. */
  values(name: string) {
    const labels = this.#labels;
    let below = 0;
    const buckets = [...this.#bounds, '+Inf'].map((le, index) => {
      below += this.#counts[index] as number;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: this.#count },
    ];
  }
}
