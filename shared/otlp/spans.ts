import type { Span, SpanKind } from '../context/index.ts';
import { attributesOf } from './attributes.ts';
import type { Signal } from './exporter.ts';

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto, `SpanKind` */
const KINDS: Readonly<Record<SpanKind, number>> = {
  internal: 1,
  server: 2,
  client: 3,
  database: 3,
  producer: 4,
  consumer: 5,
};
const ERROR = 2;
const UNSET = 0;
/** The flag `sampled` of W3C. */
const SAMPLED = 1;

export const SPANS: Signal<Span> = {
  name: 'spans',
  path: '/v1/traces',
  lists: ['resourceSpans', 'scopeSpans', 'spans'],
  most: 2_048,
  encode: (span) => JSON.stringify(recordOf(span)),
};

function recordOf({ traceId, spanId, parentSpanId, name, startedAt, durationMs, ...span }: Span): object {
  return {
    traceId,
    spanId,
    parentSpanId,
    flags: SAMPLED,
    name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(startedAt + durationMs),
    attributes: attributesOf({ ...span.attributes, 'aurora.correlation_id': span.correlationId }),
    status: { code: span.failed ? ERROR : UNSET },
  };
}

/** Of epoch milliseconds with fractions; more digits than a number has. */
function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return `${whole}${String(Math.floor((ms - whole) * 1e6)).padStart(6, '0')}`;
}
