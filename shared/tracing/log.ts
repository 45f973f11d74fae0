import type { Span, Spans } from '../context/index.ts';
import { createLineWriter, type Logger } from '../logging/index.ts';

/** Writes each span as a line of level `trace`, whatever the log level is. */
export function spansInLog(log: Logger): Spans {
  const write = createLineWriter(log);
  return { add: (span) => write('trace', JSON.stringify(membersOf(span)).slice(1, -1)) };
}

function membersOf({ correlationId, traceId, spanId, parentSpanId, kind, name, ...span }: Span) {
  return {
    correlationId,
    traceId,
    spanId,
    parentSpanId,
    kind,
    name,
    startedAt: isoOf(span.startedAt),
    durationMs: Math.round(span.durationMs * 1000) / 1000,
    status: span.failed ? 'error' : 'ok',
    attributes: span.attributes,
    msg: 'span',
  };
}

/** ISO 8601 with microseconds: several statements begin in one millisecond. */
function isoOf(ms: number): string {
  const microseconds = String(Math.floor((ms % 1) * 1000)).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${microseconds}Z`;
}
