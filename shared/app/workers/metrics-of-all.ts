import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';
import type { MetricsReport } from './messages.ts';

/** What only grows: it stays in the sum when its worker is gone, or Prometheus would take the rest for new. */
const GROWS = new Set(['counter', 'histogram']);

/** Adds up what the workers report, each metric as its `aggregator` says; those that are gone keep what they had counted. */
export class MetricsOfAll {
  readonly #last = new Map<number, MetricsReport>();
  #gone: MetricsReport = [];
  #adding: Promise<void> = Promise.resolve();

  heard(worker: number, report: MetricsReport): void {
    this.#last.set(worker, report);
  }

  ended(worker: number): Promise<void> {
    // In turn: each adds to what the one before has made of it.
    this.#adding = this.#adding.then(() => this.#add(worker));
    return this.#adding;
  }

  async #add(worker: number): Promise<void> {
    const report = this.#last.get(worker) ?? [];
    const growing = report.filter((metric) => GROWS.has(String((metric as { type?: unknown }).type)));
    this.#gone = (await sum([this.#gone, growing]).getMetricsAsJSON()) as MetricsReport;
    this.#last.delete(worker);
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return sum([...this.#last.values(), this.#gone]).metrics();
  }
}

function sum(reports: readonly MetricsReport[]) {
  return AggregatorRegistry.aggregate(reports as unknown as MetricObjectWithValues<MetricValue<string>>[]);
}
