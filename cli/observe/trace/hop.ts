import type { LogRecord } from '../log-record.ts';
import type { TraceKind } from './node.ts';

/** What one log line tells of one hop or span. */
export interface Hop {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly traceId: string | undefined;
  readonly kind: TraceKind;
  readonly name: string;
  readonly service: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly durationMs: number;
  readonly status: 'ok' | 'error';
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The event that it handles, or whose publication it is. */
  readonly event: { readonly id: string; readonly type: string } | undefined;
  /** A line of a hop itself, which is there without any tracing, rather than that of a sampled span. */
  readonly isLine: boolean;
}

/** A log line's hop: of a request's access line, of an attempt at an event, or of a span. Undefined: it is another line. */
export function hopOf(record: LogRecord): Hop | undefined {
  const { spanId, durationMs } = record;
  if (typeof spanId !== 'string' || typeof durationMs !== 'number') return undefined;
  if (record.msg === 'span') return ofSpan(record, spanId, durationMs);
  const start = Date.parse(record.time ?? '') - durationMs;
  if (!isTime(start)) return undefined;
  const { service, parentSpanId, traceId } = record;
  const common = { id: spanId, parentId: textOf(parentSpanId), traceId, service, start, durationMs, isLine: true };
  if (typeof record.status === 'number' && typeof record.method === 'string')
    return { ...common, ...ofRequest(record) };
  if (typeof record.eventId === 'string' && typeof record.consumer === 'string')
    return { ...common, ...ofEvent(record) };
  return undefined;
}

/** Below it is the client's affair, as OpenTelemetry sees it: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status */
const SERVER_ERROR = 500;

function ofRequest({ method, route, path, status, subject }: LogRecord) {
  return {
    kind: 'server' as const,
    name: `${method} ${route ?? path}`,
    status: Number(status) >= SERVER_ERROR ? ('error' as const) : ('ok' as const),
    attributes: defined({
      'http.request.method': method,
      'http.route': route,
      'url.path': path,
      'http.response.status_code': status,
      'enduser.id': subject,
    }),
    event: undefined,
  };
}

function ofEvent({ type, eventId, consumer, attempt, level, err, msg, retryInMs }: LogRecord) {
  const event = { id: String(eventId), type: String(type) };
  const failed = err !== undefined || level === 'error';
  return {
    kind: 'consumer' as const,
    name: shortType(event.type),
    status: failed ? ('error' as const) : ('ok' as const),
    attributes: defined({
      'messaging.message.id': event.id,
      'messaging.consumer.group.name': consumer,
      'cloudevents.event_type': event.type,
      'aurora.attempt': attempt,
      'aurora.outcome': msg,
      'aurora.retry_in_ms': retryInMs,
    }),
    event,
  };
}

function ofSpan(record: LogRecord, id: string, durationMs: number): Hop | undefined {
  const { kind, name, service, parentSpanId, startedAt, status, attributes } = record;
  const start = timeOf(String(startedAt));
  if (!isTime(start)) return undefined;
  const facts = Object(attributes) as Record<string, unknown>;
  const eventId = kind === 'producer' ? textOf(facts['messaging.message.id']) : undefined;
  const type = textOf(facts['cloudevents.event_type']) ?? String(name);
  return {
    id,
    parentId: textOf(parentSpanId),
    traceId: record.traceId,
    kind: KINDS.find((each) => each === kind) ?? 'internal',
    name: eventId === undefined ? String(name) : shortType(type),
    service,
    start,
    durationMs,
    status: status === 'error' ? 'error' : 'ok',
    attributes: facts,
    event: eventId === undefined ? undefined : { id: eventId, type },
    isLine: false,
  };
}

/** Whether it is one that `Date` can write down: a line may claim any duration. */
function isTime(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}

/** Epoch milliseconds with fractions: spans tell microseconds, which `Date` does not read. */
function timeOf(iso: string): number {
  return Date.parse(iso) + Number(`0.${/\.\d{3}(\d+)Z$/.exec(iso)?.[1] ?? 0}`);
}

const KINDS: readonly TraceKind[] = ['server', 'client', 'producer', 'consumer', 'database', 'internal'];

/** `shop.order-service.order.created.v1` as people say it: `order.created.v1`. */
export function shortType(type: string): string {
  return type.split('.').slice(-3).join('.');
}

/** The service whose event it is. */
export function publisherOf(type: string): string | undefined {
  const parts = type.split('.');
  return parts.length === 5 ? parts[1] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function defined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
