import type { RequestContext } from './context.ts';
import type { Span, SpanAttributes, SpanKind } from './spans.ts';
import { childOf, spanIdOf, traceIdOf } from './trace.ts';

/** What is measured of a span; where it belongs, its context says. */
export interface Measured {
  readonly kind: SpanKind;
  readonly name: string;
  /** `spanClock` when it began. */
  readonly startedAt: number;
  /** Until now, unless it is known. */
  readonly durationMs?: number;
  readonly failed?: boolean;
  readonly attributes: SpanAttributes;
}

/** The time that spans begin at: epoch milliseconds with fractions, on a clock that is never set back. */
export function spanClock(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Adds a span of work that a hop did, or had done: a call, a statement.
 * @param traceparent of its own, where it was sent along
 */
export function addBelow(context: RequestContext, measured: Measured, traceparent?: string): void {
  const { traceparent: parent } = context;
  if (parent === undefined) return;
  context.spans?.add(spanOf(context.correlationId, traceparent ?? childOf(parent), spanIdOf(parent), measured));
}

/** Adds the span of a hop itself. */
export function addHop({ spans, traceparent, parentSpanId, correlationId }: RequestContext, measured: Measured): void {
  if (traceparent !== undefined) spans?.add(spanOf(correlationId, traceparent, parentSpanId, measured));
}

/** A span by its own traceparent. */
export function spanOf(
  correlationId: string,
  traceparent: string,
  parentSpanId: string | undefined,
  { kind, name, startedAt, durationMs = spanClock() - startedAt, failed = false, attributes }: Measured,
): Span {
  const [traceId, spanId] = [traceIdOf(traceparent), spanIdOf(traceparent)];
  return { kind, name, traceId, spanId, parentSpanId, correlationId, startedAt, durationMs, failed, attributes };
}

/** Names what went wrong by its kind: messages quote what callers sent. */
export function errorType(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && code !== '') return code;
  return typeof name === 'string' ? name : 'error';
}
