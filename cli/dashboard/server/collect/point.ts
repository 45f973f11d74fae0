import type { Point } from '../../api.ts';
import type { Gauges } from './gauges.ts';
import { type Interval, WAYS } from './interval.ts';
import { NO_TRAFFIC, quantileMs } from './traffic.ts';

/**
 * How a service does.
 * @param last since the look before, which rates are of
 * @param window of the last ten seconds, for a second has too few requests to tell percentiles from
 */
export function pointOf(last: Interval, window: Interval, gauges: Gauges): Point {
  const requests = last.traffic.get(WAYS.requests) ?? NO_TRAFFIC;
  const lately = window.traffic.get(WAYS.requests) ?? NO_TRAFFIC;
  const { inFlight, eventLoopMs, heapMb, pool } = gauges;
  return {
    rate: perSecond(requests.count, last),
    errors: perSecond(requests.failed, last),
    p50Ms: quantileMs(lately, 0.5),
    p95Ms: quantileMs(lately, 0.95),
    p99Ms: quantileMs(lately, 0.99),
    inFlight,
    eventLoopMs,
    heapMb,
    cpuPercent: Math.round((last.cpuSeconds / last.seconds) * 1000) / 10,
    pool,
    events: perSecond(eventsIn(last), last),
  };
}

function eventsIn({ traffic }: Interval): number {
  return [...traffic].reduce((sum, [way, { count }]) => (isOfEvents(way) ? sum + count : sum), 0);
}

export function isOfEvents(way: string): boolean {
  return way === WAYS.published || way.startsWith(WAYS.handled(''));
}

export function perSecond(count: number, { seconds }: Interval): number {
  return seconds > 0 ? Math.round((count / seconds) * 100) / 100 : 0;
}
