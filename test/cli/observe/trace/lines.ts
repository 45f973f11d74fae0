import type { LogRecord } from '../../../../cli/observe/log-record.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
export const TYPE = 'shop.orders.order.created.v1';
/** Second 0 of the story, of which each line says how many milliseconds after it was written. */
export const BEGIN = Date.parse('2026-01-01T12:00:00Z');
/** A UUIDv7 of 40 ms after. */
export const EVENT = `${(BEGIN + 40)
  .toString(16)
  .padStart(12, '0')
  .replace(/^(.{8})/, '$1-')}-7000-8000-000000000001`;

export function line(service: string, afterMs: number, members: Record<string, unknown>): LogRecord {
  const time = new Date(BEGIN + afterMs).toISOString();
  return { time, level: 'info', service, msg: '', correlationId: 'c-1', traceId: TRACE, ...members };
}

/** An access line, at the end of the request. */
export function answered(service: string, [from, to]: [number, number], members: Record<string, unknown>): LogRecord {
  const about = { method: 'POST', path: '/api/v1/orders', route: '/api/v1/orders', status: 201, msg: 'answered' };
  return line(service, to, { ...about, durationMs: to - from, ...members });
}

/** The line of an attempt at an event. */
export function handled(service: string, [from, to]: [number, number], members: Record<string, unknown>): LogRecord {
  const about = { consumer: service, type: TYPE, eventId: EVENT, causationId: EVENT, attempt: 1, msg: 'event handled' };
  return line(service, to, { ...about, durationMs: to - from, ...members });
}
