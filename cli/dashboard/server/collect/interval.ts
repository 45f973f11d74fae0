import type { Sample } from './exposition.ts';
import { addTraffic, NO_TRAFFIC, type Traffic } from './traffic.ts';

/** What happened in a service between two looks; several of them add up. */
export interface Interval {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** By where it went, e.g. `requests`, `call:config-service`. */
  readonly traffic: ReadonlyMap<string, Traffic>;
}

/** The names of the ways in an interval. */
export const WAYS = {
  requests: 'requests',
  database: 'database',
  cache: 'cache',
  published: 'published',
  call: (target: string) => `call:${target}`,
  /** The gateway's, on behalf of a client. */
  upstream: (service: string) => `upstream:${service}`,
  handled: (consumer: string) => `handled:${consumer}`,
};

type Labels = Sample['labels'];

interface Source {
  /** Undefined: it is no traffic. */
  readonly way: (labels: Labels) => string | undefined;
  readonly failed: (labels: Labels) => boolean;
  /** Whether the time it took tells how quick somebody is. */
  readonly timed?: (labels: Labels) => boolean;
}

/** Probes and whoever looks, which is us, are no traffic. */
const PROBES = /^\/(?:health|metrics)(?:\/|$)/;
/** Who left before the answer has not been failed. */
const WELL = new Set(['answered', 'abandoned', 'aborted', 'handled', 'duplicate', 'sent']);
/** Answered by config-service when something changes, or half a minute later (RFC 7240, section 4.3). */
const HELD = new Set(['/api/v1/config/:service', '/registry/services']);
const byOutcome = ({ outcome = 'answered' }: Labels) => !WELL.has(outcome);
const never = () => false;

/** Histograms; their counts and their buckets are read. */
const TIMED: Readonly<Record<string, Source>> = {
  http_request_duration_seconds: {
    way: ({ route = '' }) => (PROBES.test(route) ? undefined : WAYS.requests),
    failed: ({ status }) => Number(status) >= 500,
    timed: ({ route = '' }) => !HELD.has(route),
  },
  http_client_call_duration_seconds: {
    way: ({ target = '' }) => WAYS.call(target),
    failed: byOutcome,
    // Calls give up after seconds: what takes longer than all bounds was meant to.
    timed: ({ le }) => le !== '+Inf',
  },
  database_call_duration_seconds: { way: () => WAYS.database, failed: byOutcome },
  cache_call_duration_seconds: { way: () => WAYS.cache, failed: byOutcome },
};

/** Histograms whose counts another metric tells better. */
const TIMES_ONLY: Readonly<Record<string, Source>> = {
  gateway_upstream_duration_seconds: { way: ({ service = '' }) => WAYS.upstream(service), failed: never },
  events_delay_seconds: { way: ({ consumer = '' }) => WAYS.handled(consumer), failed: never },
};

const COUNTED: Readonly<Record<string, Source>> = {
  gateway_upstream_requests_total: { way: ({ service = '' }) => WAYS.upstream(service), failed: byOutcome },
  events_published_total: { way: () => WAYS.published, failed: byOutcome },
  events_handled_total: { way: ({ consumer = '' }) => WAYS.handled(consumer), failed: byOutcome },
};

const CPU = 'process_cpu_seconds_total';

const COUNTS = new Map<string, Source>([
  ...Object.entries(COUNTED),
  ...Object.entries(TIMED).map(([name, source]) => [`${name}_count`, source] as const),
]);
const BUCKETS = new Map<string, Source>(
  Object.entries({ ...TIMED, ...TIMES_ONLY }).map(([name, source]) => [`${name}_bucket`, source] as const),
);

export function isOfIntervals(name: string): boolean {
  return COUNTS.has(name) || BUCKETS.has(name) || name === CPU;
}

/** @param increases of the counters since the look before, `seconds` ago */
export function intervalOf(increases: readonly Sample[], seconds: number): Interval {
  const traffic = new Map<string, Traffic>();
  let cpuSeconds = 0;
  for (const { name, labels, value } of increases) {
    if (name === CPU) cpuSeconds += value;
    const source = COUNTS.get(name) ?? BUCKETS.get(name);
    const way = source?.way(labels);
    if (!source || way === undefined) continue;
    if (!COUNTS.has(name) && source.timed?.(labels) === false) continue;
    const seen: Traffic = COUNTS.has(name)
      ? { count: value, failed: source.failed(labels) ? value : 0, buckets: new Map() }
      : { ...NO_TRAFFIC, buckets: new Map([[boundOf(labels.le), value]]) };
    traffic.set(way, addTraffic(traffic.get(way) ?? NO_TRAFFIC, seen));
  }
  return { seconds, cpuSeconds, traffic };
}

export function addIntervals(intervals: readonly Interval[]): Interval {
  const traffic = new Map<string, Traffic>();
  for (const interval of intervals) {
    for (const [way, seen] of interval.traffic) traffic.set(way, addTraffic(traffic.get(way) ?? NO_TRAFFIC, seen));
  }
  const sum = (of: (interval: Interval) => number) => intervals.reduce((total, interval) => total + of(interval), 0);
  return { seconds: sum(({ seconds }) => seconds), cpuSeconds: sum((interval) => interval.cpuSeconds), traffic };
}

function boundOf(le: string | undefined): number {
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
}
