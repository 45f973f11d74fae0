import type { ServiceView } from '../../api.ts';
import type { Sample } from './exposition.ts';

/** How a service stands at this moment. */
export interface Gauges {
  readonly inFlight: number;
  readonly eventLoopMs: number | null;
  readonly heapMb: number | null;
  /** Of the database's pool in use, 0 to 1. */
  readonly pool: number | null;
  /** Statements that wait for a connection. */
  readonly poolWaiting: number;
  readonly outbox: ServiceView['outbox'];
  readonly consumers: ServiceView['consumers'];
  /** Services that calls are not made to, for they have failed. */
  readonly breakersOpen: readonly string[];
  readonly migrationMissing: boolean;
  readonly build: string | null;
  /** Epoch seconds of its process. */
  readonly startedAt: number | null;
}

const NAMES = new Set([
  ...['http_requests_in_flight', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes'],
  ...['database_connections', 'database_connections_max', 'database_migration_missing', 'config_held_requests'],
  ...['service_info', 'process_start_time_seconds'],
  ...['outbox_pending_events', 'outbox_oldest_event_seconds', 'outbox_dead_events', 'events_waiting', 'events_parked'],
  ...['http_client_breaker_open', 'gateway_breaker_open'],
]);

export function isGauge(name: string): boolean {
  return NAMES.has(name);
}

/** prom-client watches the event loop by a timer of so many milliseconds, which it counts in. */
const RESOLUTION_MS = 10;
const MEBIBYTE = 1024 * 1024;

export function gaugesOf(samples: readonly Sample[]): Gauges {
  const byName = Map.groupBy(samples, ({ name }) => name);
  const all = (name: string) => (byName.get(name) ?? []).filter(({ value }) => Number.isFinite(value));
  const sum = (name: string, where: Sample['labels'] = {}) => {
    const found = all(name).filter(({ labels }) =>
      Object.entries(where).every(([key, value]) => labels[key] === value),
    );
    return found.length === 0 ? null : found.reduce((total, { value }) => total + value, 0);
  };
  const lag = sum('nodejs_eventloop_lag_p99_seconds');
  const heap = sum('nodejs_heap_size_used_bytes');
  const pending = sum('outbox_pending_events');
  return {
    // Who waits for a change of the config is no work.
    inFlight: Math.max(0, (sum('http_requests_in_flight') ?? 0) - (sum('config_held_requests') ?? 0)),
    eventLoopMs: lag === null ? null : Math.max(0, Math.round(lag * 1e4) / 10 - RESOLUTION_MS),
    heapMb: heap === null ? null : Math.round((heap / MEBIBYTE) * 10) / 10,
    pool: shareOf(sum('database_connections', { state: 'used' }), sum('database_connections_max')),
    poolWaiting: sum('database_connections', { state: 'waiting' }) ?? 0,
    outbox:
      pending === null
        ? null
        : {
            pending,
            oldestSeconds: Math.round(sum('outbox_oldest_event_seconds') ?? 0),
            dead: sum('outbox_dead_events') ?? 0,
          },
    consumers: consumersOf(all('events_waiting'), all('events_parked')),
    breakersOpen: breakersIn([...all('http_client_breaker_open'), ...all('gateway_breaker_open')]),
    migrationMissing: (sum('database_migration_missing') ?? 0) > 0,
    build: all('service_info')[0]?.labels.build || null,
    startedAt: sum('process_start_time_seconds'),
  };
}

function shareOf(used: number | null, most: number | null): number | null {
  return used === null || !most ? null : Math.round((used / most) * 100) / 100;
}

function consumersOf(waiting: readonly Sample[], parked: readonly Sample[]): Gauges['consumers'] {
  const names = new Set([...waiting, ...parked].flatMap(({ labels }) => labels.consumer ?? []));
  const of = (samples: readonly Sample[], consumer: string) =>
    samples.find(({ labels }) => labels.consumer === consumer)?.value ?? 0;
  return [...names].map((consumer) => ({ consumer, waiting: of(waiting, consumer), parked: of(parked, consumer) }));
}

/** 1 is open; half of it, that it is tried whether it may close. */
function breakersIn(samples: readonly Sample[]): readonly string[] {
  const open = samples.filter(({ value }) => value >= 1);
  return [...new Set(open.flatMap(({ labels }) => labels.target ?? labels.service ?? []))];
}
