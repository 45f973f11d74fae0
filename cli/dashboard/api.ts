import type { RuntimeName } from '../config/model.ts';
import type { EventsStatus } from '../events/status.ts';
import type { LogRecord } from '../observe/log-record.ts';
import type { TraceNode, TraceSummary } from '../observe/trace/node.ts';
import type { Health, InfrastructureStatus, InstanceStatus } from '../runtimes/contract.ts';

export type { TraceNode, TraceSummary };

/**
 * All that goes over the wire between the page and `aurora dashboard`, which serves both on loopback.
 *
 * | call | answer |
 * | --- | --- |
 * | `GET /?token=T` | sets the cookie of the session (HttpOnly, SameSite=Strict) and leads to `/#word=W`; everything else is 401 without it |
 * | `GET /api/session` | `Session` |
 * | `GET /api/stream` | server-sent events: `snapshot` (`Snapshot`), every second and at once when a status changes |
 * | `GET /api/series?service=S&minutes=15` | `Series` |
 * | `GET /api/logs?service=&level=&correlationId=&grep=&since=&until=&limit=` | `LogRecord[]`, newest last |
 * | `GET /api/logs/stream?service=&level=&correlationId=&grep=` | server-sent events: `lines` (`LogRecord[]`), and `dropped` (`{ lines: number }`) where the page was too slow for some |
 * | `GET /api/traces?service=&failed=&minMs=&grep=&limit=` | `TraceSummary[]`, newest first |
 * | `GET /api/traces/:correlationId` | `Trace` |
 * | `GET /api/events` | `EventsView` |
 * | `GET /api/events/parked?consumer=C&limit=` | `ParkedView[]` |
 * | `POST /api/events/replay` `{ consumer, ids? }` | `{ replayed: number }` |
 * | `GET /api/registry` | `RegistryView` |
 * | `GET /api/migrations` | `MigrationsView[]` |
 * | `GET /api/deploys` | `DeployView[]`, newest first |
 * | `GET /api/openapi` | the gateway's OpenAPI document |
 * | `POST /api/try` `TryRequest` | `TryResponse` |
 * | `POST /api/services/:name/restart` | 202 |
 *
 * Each carries `x-aurora-word: W`, a stream `?word=W`. A failure is `application/problem+json` with `code`, `detail` and `next`, the command to type.
 */
export interface Session {
  readonly fleet: string;
  readonly environment: string;
  /** Of Aurora itself. */
  readonly version: string;
  /** False outside of development, where the page shows and changes nothing. */
  readonly mayAct: boolean;
}

export interface Snapshot {
  /** ISO 8601. */
  readonly at: string;
  /** Null while the fleet is down. */
  readonly runtime: RuntimeName | null;
  readonly services: readonly ServiceView[];
  readonly infrastructure: readonly InfrastructureStatus[];
  readonly edges: readonly EdgeView[];
  /** What is wrong now, the worst first. */
  readonly problems: readonly Problem[];
}

export interface ServiceView {
  readonly name: string;
  readonly kind: 'gateway' | 'config' | 'domain' | 'file';
  readonly status: Health;
  /** Why it is not ready, in one line. */
  readonly reason?: string;
  readonly port: number;
  readonly url: string;
  readonly instances: readonly InstanceStatus[];
  /** As its `/health/ready` tells; empty while it cannot be asked. */
  readonly dependencies: readonly DependencyView[];
  /** Of the last seconds; null while it cannot be asked. */
  readonly now: Point | null;
  readonly outbox: { readonly pending: number; readonly oldestSeconds: number; readonly dead: number } | null;
  readonly consumers: readonly { readonly consumer: string; readonly waiting: number; readonly parked: number }[];
  readonly migrationMissing: boolean;
}

export interface DependencyView {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly critical: boolean;
  readonly latencyMs: number;
  readonly since: string;
  readonly lastError?: string;
}

/** How a service does; rates are per second. */
export interface Point {
  readonly rate: number;
  /** Answers of 500 and above. */
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly inFlight: number;
  readonly eventLoopMs: number | null;
  readonly heapMb: number | null;
  /** Of one core. */
  readonly cpuPercent: number | null;
  /** Of the database's pool in use, 0 to 1. */
  readonly pool: number | null;
  /** That it published or handled. */
  readonly events: number;
}

/** A service's points over time, a value for each of `times`; null where it could not be asked. */
export interface Series {
  readonly service: string;
  /** Epoch seconds, a step of one second for the last minutes, coarser before. */
  readonly times: readonly number[];
  readonly values: Readonly<Record<keyof Point, readonly (number | null)[]>>;
}

/** Who speaks to whom. */
export interface EdgeView {
  /** Names of services or infrastructure; `clients` before the gateway. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'call' | 'event' | 'database' | 'broker' | 'cache';
  readonly rate: number;
  readonly errors: number;
  readonly p95Ms: number | null;
  readonly health: 'ok' | 'idle' | 'failing' | 'down';
}

export interface Problem {
  readonly severity: 'critical' | 'warning';
  /** Service, infrastructure or consumer. */
  readonly about: string;
  readonly text: string;
  /** The command to type, or what to open. */
  readonly next?: string;
  readonly since?: string;
}

export interface Trace {
  readonly correlationId: string;
  readonly roots: readonly TraceNode[];
  /** All that was logged for it, oldest first. */
  readonly lines: readonly LogRecord[];
}

export type EventsView = EventsStatus;

export interface ParkedView {
  readonly consumer: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly parkedAt: string;
  readonly reason: string;
  readonly attempts: number;
  readonly event: unknown;
}

export interface RegistryView {
  /** Why it cannot be asked; absent: it answered. */
  readonly away?: string;
  readonly services: readonly {
    readonly name: string;
    readonly instances: readonly {
      readonly id: string;
      readonly url: string;
      readonly version: string;
      readonly expiresAt: string;
      readonly [member: string]: unknown;
    }[];
  }[];
}

export interface MigrationsView {
  readonly service: string;
  readonly away?: string;
  readonly migrations: readonly {
    readonly name: string;
    readonly state: string;
    readonly phase?: string;
    readonly appliedAt?: string;
    readonly durationMs?: number;
    readonly [member: string]: unknown;
  }[];
}

/** A version of a service that was put in place. */
export interface DeployView {
  readonly service: string;
  readonly version: string;
  readonly build: string | null;
  readonly colour: string | null;
  readonly startedAt: string;
  readonly running: boolean;
  /** It runs beside the version that gets the requests. */
  readonly standby: boolean;
}

export interface TryRequest {
  readonly method: string;
  /** Path and query at the gateway. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Scopes of the token that it is sent with; empty: without one. */
  readonly scopes: readonly string[];
}

export interface TryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly truncated: boolean;
  readonly durationMs: number;
  readonly correlationId: string | null;
}
