import type { LogRecord } from '../log-record.ts';
import { type Hop, hopOf, publisherOf, shortType } from './hop.ts';

/** Everything that lines tell of, by its id: hops and spans, events between them, and hops of which no line tells how they ended. */
export function hopsIn(records: readonly LogRecord[]): Map<string, Hop> {
  const hops = new Map<string, Hop>();
  for (const record of records) {
    const hop = hopOf(record);
    if (!hop) continue;
    const known = hops.get(hop.id);
    hops.set(hop.id, known ? merged(known, hop) : hop);
  }
  const published = new Set(
    [...hops.values()].flatMap(({ kind, event }) => (kind === 'producer' && event ? event.id : [])),
  );
  for (const hop of [...hops.values()]) {
    const { kind, event, parentId, traceId } = hop;
    if (kind !== 'consumer' || !event || published.has(event.id)) continue;
    const known = hops.get(event.id);
    if (!known || hop.start < known.start)
      hops.set(event.id, publication({ event, parentId, traceId, seenAt: hop.start }));
  }
  for (const [id, hop] of unsentIn(records, hops, published)) hops.set(id, hop);
  for (const [id, hop] of unfinishedIn(records, hops)) hops.set(id, hop);
  return hops;
}

/** A hop's own line and its sampled span are one: the line knows what it was, the span when to the microsecond. */
function merged(a: Hop, b: Hop): Hop {
  const [line, span] = a.isLine ? [a, b] : [b, a];
  const { start, durationMs } = span;
  return {
    ...line,
    start,
    durationMs,
    parentId: line.parentId ?? span.parentId,
    status: a.status === 'error' ? a.status : b.status,
    attributes: { ...span.attributes, ...line.attributes },
  };
}

interface Publication {
  readonly event: { readonly id: string; readonly type: string };
  readonly parentId: string | undefined;
  readonly traceId: string | undefined;
  /** Epoch milliseconds; it was published before. */
  readonly seenAt: number;
}

function publication({ event, parentId, traceId, seenAt }: Publication): Hop {
  return {
    id: event.id,
    parentId,
    traceId,
    kind: 'producer',
    name: shortType(event.type),
    service: publisherOf(event.type) ?? '',
    start: Math.min(timeIn(event.id) ?? seenAt, seenAt),
    durationMs: 0,
    status: 'ok',
    attributes: { 'messaging.message.id': event.id, 'cloudevents.event_type': event.type },
    event,
    isLine: true,
  };
}

/** When a UUIDv7 was made, epoch milliseconds (RFC 9562, section 5.7). */
function timeIn(id: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(id);
  return match ? Number.parseInt(`${match[1]}${match[2]}`, 16) : undefined;
}

/** Events that could not be sent: only the line that says so tells of them. */
function* unsentIn(records: readonly LogRecord[], hops: ReadonlyMap<string, Hop>, published: ReadonlySet<string>) {
  for (const { time, eventId, type, consumer, traceId, spanId } of records) {
    if (typeof eventId !== 'string' || typeof type !== 'string' || consumer !== undefined) continue;
    if (hops.has(eventId) || published.has(eventId)) continue;
    const parentId = typeof spanId === 'string' ? spanId : undefined;
    const seen = publication({ event: { id: eventId, type }, parentId, traceId, seenAt: Date.parse(time ?? '') });
    yield [eventId, { ...seen, status: 'error' }] as const satisfies readonly [string, Hop];
  }
}

/** Hops that have logged something, but not their end: still at work, or ended with their process. */
function unfinishedIn(records: readonly LogRecord[], hops: ReadonlyMap<string, Hop>): Map<string, Hop> {
  const unfinished = new Map<string, Hop>();
  for (const { spanId: id, time, service, level, traceId, causationId } of records) {
    const at = Date.parse(time ?? '');
    if (typeof id !== 'string' || hops.has(id) || Number.isNaN(at)) continue;
    const known = unfinished.get(id);
    const start = Math.min(known?.start ?? at, at);
    unfinished.set(id, {
      id,
      parentId: typeof causationId === 'string' ? causationId : undefined,
      traceId,
      kind: 'internal',
      name: 'not finished',
      service,
      start,
      durationMs: Math.max(at, known ? known.start + known.durationMs : at) - start,
      status: known?.status === 'error' || level === 'error' || level === 'fatal' ? 'error' : 'ok',
      attributes: { 'aurora.unfinished': true },
      event: undefined,
      isLine: true,
    });
  }
  return unfinished;
}
