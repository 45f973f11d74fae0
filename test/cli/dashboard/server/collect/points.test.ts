import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../../../cli/dashboard/api.ts';
import { parseExposition } from '../../../../../cli/dashboard/server/collect/exposition.ts';
import { gaugesOf } from '../../../../../cli/dashboard/server/collect/gauges.ts';
import { Increases } from '../../../../../cli/dashboard/server/collect/increases.ts';
import { addIntervals, intervalOf, WAYS } from '../../../../../cli/dashboard/server/collect/interval.ts';
import { pointOf } from '../../../../../cli/dashboard/server/collect/point.ts';
import { quantileMs } from '../../../../../cli/dashboard/server/collect/traffic.ts';

const REQUESTS = 'http_request_duration_seconds';

/** What a service says that has answered so often, in so many seconds each at most. */
function requests(labels: string, buckets: Record<string, number>): string {
  const lines = Object.entries(buckets).map(([le, count]) => `${REQUESTS}_bucket{le="${le}",${labels}} ${count}`);
  return [...lines, `${REQUESTS}_count{${labels}} ${buckets['+Inf']}`].join('\n');
}

/** The increases of the last of some answers. */
function increases(...texts: string[]) {
  const counters = new Increases();
  return texts.map((text) => counters.since(parseExposition(text, () => true))).at(-1) ?? null;
}

function point(seconds: number, ...texts: string[]): Point {
  const interval = intervalOf(increases(...texts) ?? [], seconds);
  return pointOf(interval, interval, gaugesOf(parseExposition(texts.at(-1) ?? '', () => true)));
}

const OK = 'method="GET",route="/a",status="200"';
const BAD = 'method="GET",route="/a",status="503"';

describe('what counters grew by', () => {
  const values = (...texts: string[]) => increases(...texts)?.map(({ series, value }) => [series, value]);

  it('is not known at the first look', () => {
    expect(increases('a_total 5')).toBeNull();
  });

  it('is the difference, of a series that is new all of it', () => {
    expect(values('a_total 5', 'a_total 7\na_total{x="1"} 3\nb 9')).toEqual([
      ['a_total', 2],
      ['a_total{x="1"}', 3],
    ]);
  });

  it('is all since the restart where a counter is lower, or another process counts', () => {
    expect(values('a_total 5', 'a_total 2')).toEqual([['a_total', 2]]);
    const started = (seconds: number) => `process_start_time_seconds ${seconds}`;
    expect(values(`a_total 5\n${started(100)}`, `a_total 8\n${started(200)}`)).toEqual([['a_total', 8]]);
    expect(values(`a_total 5\n${started(100)}`, `a_total 8\n${started(100)}`)).toEqual([['a_total', 3]]);
  });

  it('never is what cannot be counted with', () => {
    expect(values('a_total 5', 'a_total NaN')).toEqual([]);
    expect(values('a_total 5', 'a_total NaN', 'a_total 6')).toEqual([['a_total', 6]]);
  });
});

describe('a point', () => {
  it('has rates and percentiles of what came between, without what came before', () => {
    const before = requests(OK, { '0.01': 100, '0.1': 100, '+Inf': 100 });
    const after = [
      requests(OK, { '0.01': 150, '0.1': 190, '+Inf': 190 }),
      requests(BAD, { '0.01': 0, '0.1': 0, '+Inf': 10 }),
      'http_requests_in_flight 3',
    ];
    expect(point(2, before, after.join('\n'))).toMatchObject({
      rate: 50,
      errors: 5,
      p50Ms: 10,
      // 95 of the 100 would be five of the ten above all bounds; 90 is the last that is known.
      p95Ms: 100,
      inFlight: 3,
    });
  });

  it('counts neither probes nor those who look', () => {
    const probe = (route: string) => requests(`method="GET",route="${route}",status="200"`, { '0.01': 9, '+Inf': 9 });
    const probes = ['/health', '/health/ready', '/metrics'].map(probe).join('\n');
    expect(point(1, '', `${probes}\n${requests(OK, { '0.01': 1, '+Inf': 1 })}`).rate).toBe(1);
  });

  it('tells how full the process is', () => {
    const cpu = (seconds: number) => `process_cpu_seconds_total ${seconds}`;
    const gauges = [
      'nodejs_eventloop_lag_p99_seconds 0.0125',
      `nodejs_heap_size_used_bytes ${64 * 1024 * 1024}`,
      'database_connections{state="used"} 3',
      // A pool opens what it needs: of those that are open all may be in use long before it is full.
      'database_connections{state="idle"} 0',
      'database_connections{state="waiting"} 0',
      'database_connections_max 10',
    ];
    expect(point(2, cpu(10), [cpu(10.5), ...gauges].join('\n'))).toMatchObject({
      cpuPercent: 25,
      eventLoopMs: 2.5,
      heapMb: 64,
      pool: 0.3,
    });
  });

  it('does not take who waits for a change of the config for work', () => {
    expect(point(1, '', 'http_requests_in_flight 7\nconfig_held_requests 5').inFlight).toBe(2);
  });

  it('says nothing of what is not told, or not known yet', () => {
    const nothing = point(1, '', 'nodejs_eventloop_lag_p99_seconds NaN');
    expect(nothing).toMatchObject({ rate: 0, p50Ms: null, p95Ms: null, eventLoopMs: null, heapMb: null, pool: null });
  });

  it('has the events that it published and handled', () => {
    const text = 'events_published_total{outcome="sent"} 3\nevents_handled_total{consumer="c",outcome="handled"} 4';
    expect(point(1, '', text).events).toBe(7);
  });
});

describe('the traffic of an interval', () => {
  const traffic = (text: string, way: string) => intervalOf(increases('', text) ?? [], 1).traffic.get(way);

  it('tells calls that failed from those whose caller left', () => {
    const calls = (outcome: string) => `http_client_call_duration_seconds_count{target="stock",outcome="${outcome}"} 2`;
    const text = ['answered', 'aborted', 'failed', 'timeout', 'refused'].map(calls).join('\n');
    expect(traffic(text, WAYS.call('stock'))).toMatchObject({ count: 10, failed: 6 });
  });

  it('does not take waiting for a change for being slow', () => {
    const held = 'method="GET",route="/api/v1/config/:service",status="304"';
    const seen = traffic(requests(held, { '10': 0, '+Inf': 5 }), WAYS.requests);
    expect(seen).toMatchObject({ count: 5 });
    expect(quantileMs(seen ?? { count: 0, failed: 0, buckets: new Map() }, 0.5)).toBeNull();
    const call = (le: string, count: number) =>
      `http_client_call_duration_seconds_bucket{le="${le}",target="config",outcome="answered"} ${count}`;
    const calls = traffic(`${call('0.01', 2)}\n${call('10', 2)}\n${call('+Inf', 9)}`, WAYS.call('config'));
    expect(calls && quantileMs(calls, 0.95)).toBeLessThanOrEqual(10);
  });

  it('adds up over several intervals', () => {
    const one = intervalOf(increases('', requests(OK, { '0.1': 1, '1': 2, '+Inf': 2 })) ?? [], 1);
    const both = addIntervals([one, one]);
    expect(both.seconds).toBe(2);
    expect(both.traffic.get(WAYS.requests)).toEqual({
      count: 4,
      failed: 0,
      buckets: new Map([
        [0.1, 2],
        [1, 4],
        [Number.POSITIVE_INFINITY, 4],
      ]),
    });
  });
});

describe('a percentile', () => {
  const of = (share: number, buckets: [number, number][]) =>
    quantileMs({ count: 0, failed: 0, buckets: new Map(buckets) }, share);

  it('is spread evenly within its bucket, as Prometheus does', () => {
    const buckets: [number, number][] = [
      [0.1, 50],
      [0.2, 100],
      [Number.POSITIVE_INFINITY, 100],
    ];
    expect(of(0.5, buckets)).toBe(100);
    expect(of(0.75, buckets)).toBe(150);
    expect(of(0.25, buckets)).toBe(50);
  });

  it('is the last bound for what took longer, and none of nothing', () => {
    expect(
      of(0.99, [
        [0.5, 0],
        [Number.POSITIVE_INFINITY, 3],
      ]),
    ).toBe(500);
    expect(
      of(0.5, [
        [0.5, 0],
        [Number.POSITIVE_INFINITY, 0],
      ]),
    ).toBeNull();
    expect(of(0.5, [])).toBeNull();
  });

  it('does not depend on the order of the buckets', () => {
    expect(
      of(0.5, [
        [Number.POSITIVE_INFINITY, 10],
        [1, 10],
        [0.1, 0],
      ]),
    ).toBe(550);
  });
});
