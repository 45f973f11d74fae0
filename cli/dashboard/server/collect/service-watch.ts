import type { DependencyView, Point } from '../../api.ts';
import { ask } from './ask.ts';
import { parseExposition } from './exposition.ts';
import { type Gauges, gaugesOf, isGauge } from './gauges.ts';
import { History } from './history.ts';
import { Increases } from './increases.ts';
import { addIntervals, type Interval, intervalOf, isOfIntervals } from './interval.ts';
import { pointOf } from './point.ts';

/** Who takes longer is not waited for. */
const TIMEOUT_MS = 1_500;
/** Of which percentiles and the rates of edges are. */
const WINDOW_SECONDS = 10;
/** After so long what is known is no longer how it is. */
const FRESH_MS = 3_000;

/** What was seen of a service when it last answered. */
export interface Seen {
  readonly at: number;
  readonly gauges: Gauges;
  readonly window: Interval;
  readonly point: Point | null;
}

export interface Place {
  readonly url: string;
  /** For who does not reach the service from loopback. */
  readonly token?: string | undefined;
}

/** Looks at one service again and again, one look at a time. */
export class ServiceWatch {
  readonly history = new History();
  #increases = new Increases();
  #intervals: Interval[] = [];
  #seen: Seen | undefined;
  #dependencies: { readonly at: number; readonly views: readonly DependencyView[] } | undefined;
  #askedAt: number | undefined;
  /** Why the last look failed. */
  #trouble: string | undefined;

  /** Null: it has not answered lately. @param now epoch milliseconds */
  seen(now: number): Seen | null {
    return this.#seen && now - this.#seen.at <= FRESH_MS ? this.#seen : null;
  }

  dependencies(now: number): readonly DependencyView[] {
    return this.#dependencies && now - this.#dependencies.at <= FRESH_MS ? this.#dependencies.views : [];
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** How long it has been waited for, in milliseconds; 0 while it is not waited for. */
  waited(now: number): number {
    return this.#askedAt === undefined ? 0 : now - this.#askedAt;
  }

  /** Never fails: that it could not look is something that was seen. One that is still looking is let be. */
  async look(place: Place, now: () => number): Promise<void> {
    if (this.#askedAt !== undefined) return;
    this.#askedAt = now();
    const looks = await Promise.allSettled([this.#measure(place, now), this.#askReadiness(place, now)]);
    this.#askedAt = undefined;
    this.#trouble = looks.flatMap((look) => (look.status === 'rejected' ? (look.reason as Error).message : []))[0];
  }

  /** Writes down how it did in this second. */
  note(now: number): void {
    const seen = this.seen(now);
    this.history.add(Math.floor(now / 1000), seen && now - seen.at < 1_000 ? seen.point : null);
  }

  async #measure({ url, token }: Place, now: () => number): Promise<void> {
    const { status, text } = await ask(`${url}/metrics`, { timeoutMs: TIMEOUT_MS, ...(token && { token }) });
    if (status !== 200) throw new Error(`its metrics answer ${status}`);
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
