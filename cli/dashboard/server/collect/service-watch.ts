import type { DependencyView } from '../../api.ts';
import type { Look } from '../picture/known.ts';
import { ask } from './ask.ts';
import { parseExposition } from './exposition.ts';
import { gaugesOf, isGauge } from './gauges.ts';
import { History } from './history.ts';
import { Increases } from './increases.ts';
import { addIntervals, type Interval, intervalOf, isOfIntervals } from './interval.ts';
import { pointOf } from './point.ts';
import { Question } from './question.ts';
import type { Seen } from './seen.ts';

/** A service looks for two seconds at what it stands on before it says that it is without. */
const TIMEOUT_MS = 2_500;
/** Of which percentiles and the rates of edges are. */
const WINDOW_SECONDS = 10;
/** After so long what is known is no longer how it is. */
const FRESH_MS = 3_000;

export interface Place {
  readonly url: string;
  /** For who does not reach the service from loopback. */
  readonly token?: string | undefined;
}

/** Looks at one service again and again. */
export class ServiceWatch {
  readonly history = new History();
  readonly #increases = new Increases();
  #intervals: Interval[] = [];
  #seen: Seen | undefined;
  #dependencies: { readonly at: number; readonly views: readonly DependencyView[] } | undefined;
  readonly #metrics = new Question();
  readonly #readiness = new Question();

  /** Null: it has not answered lately. @param now epoch milliseconds */
  seen(now: number): Seen | null {
    return this.#seen && now - this.#seen.at <= FRESH_MS ? this.#seen : null;
  }

  /** @param now epoch milliseconds */
  known(now: number): Look {
    const dependencies = this.#dependencies;
    return {
      seen: this.seen(now),
      dependencies: dependencies && now - dependencies.at <= FRESH_MS ? dependencies.views : [],
      waitedMs: Math.max(this.#metrics.waited(now), this.#readiness.waited(now)),
      trouble: this.#metrics.trouble,
      history: this.history,
    };
  }

  async look(place: Place, now: () => number): Promise<void> {
    await Promise.all([
      this.#metrics.ask(now(), () => this.#measure(place, now)),
      this.#readiness.ask(now(), () => this.#askReadiness(place, now)),
    ]);
  }

  /** Writes down how it did in this second. */
  note(now: number): void {
    const seen = this.seen(now);
    this.history.add(Math.floor(now / 1000), seen && now - seen.at < 1_000 ? seen.point : null);
  }

  async #measure({ url, token }: Place, now: () => number): Promise<void> {
    const { status, text } = await ask(`${url}/metrics`, { timeoutMs: TIMEOUT_MS, ...(token && { token }) });
    if (status !== 200) throw new Error(`/metrics answers ${status}`);
    const at = now();
    const samples = parseExposition(text, (name) => isGauge(name) || isOfIntervals(name));
    const increases = this.#increases.since(samples);
    const seconds = this.#seen ? (at - this.#seen.at) / 1000 : 0;
    const gauges = gaugesOf(samples);
    // After a pause the numbers are of all that time, and say nothing of this second.
    const last = increases && seconds > 0 && seconds <= WINDOW_SECONDS ? intervalOf(increases, seconds) : undefined;
    this.#intervals = last ? within([...this.#intervals, last]) : [];
    const window = addIntervals(this.#intervals);
    this.#seen = { at, gauges, window, point: last ? pointOf(last, window, gauges) : null };
  }

  async #askReadiness({ url }: Place, now: () => number): Promise<void> {
    const { text } = await ask(`${url}/health/ready`, { timeoutMs: TIMEOUT_MS });
    const { dependencies = [] } = Object(JSON.parse(text)) as { dependencies?: readonly DependencyView[] };
    const views = dependencies.map(({ name, status, critical, latencyMs, since, lastError }) => {
      return { name, status, critical, latencyMs, since, ...(lastError !== undefined && { lastError }) };
    });
    this.#dependencies = { at: now(), views };
  }
}

/** The newest of them that together are no longer than the window. */
function within(intervals: readonly Interval[]): Interval[] {
  let seconds = 0;
  const oldest = intervals.findLastIndex((interval) => {
    seconds += interval.seconds;
    return seconds > WINDOW_SECONDS + 0.5;
  });
  return intervals.slice(oldest + 1);
}
