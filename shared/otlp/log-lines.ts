import { attributesOf } from './attributes.ts';
import type { Signal } from './exporter.ts';

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITIES: Readonly<Record<string, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };
const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

/** Finished log lines, whose secrets are redacted; spans among them go their own way. */
export const LOG_LINES: Signal<string> = {
  name: 'log lines',
  path: '/v1/logs',
  lists: ['resourceLogs', 'scopeLogs', 'logRecords'],
  most: 8_192,
  encode: (line) => (line.startsWith('{"level":"trace"') && isSpan(line) ? undefined : JSON.stringify(recordOf(line))),
};

function isSpan(line: string): boolean {
  return line.endsWith(',"msg":"span"}\n');
}

/** What a log line says as a `LogRecord`. What the resource says already is left out. */
function recordOf(line: string): object {
  const { level, time, msg, traceId, spanId, err, correlationId, causationId, ...members } = JSON.parse(line);
  const { service: _, version: __, colour: ___, ...rest } = members as Record<string, unknown>;
  const written = Date.parse(String(time));
  const at = `${Number.isNaN(written) ? Date.now() : written}000000`;
  return {
    timeUnixNano: at,
    observedTimeUnixNano: at,
    severityNumber: SEVERITIES[String(level)] ?? 0,
    severityText: String(level),
    body: { stringValue: typeof msg === 'string' ? msg : JSON.stringify(msg ?? '') },
    attributes: attributesOf({
      'aurora.correlation_id': correlationId,
      'aurora.causation_id': causationId,
      ...rest,
      ...exceptionOf(err),
    }),
    // Whoever logs may have members of these names; one that is no id would cost the whole batch.
    ...(TRACE_ID.test(traceId) && { traceId }),
    ...(SPAN_ID.test(spanId) && { spanId }),
  };
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function exceptionOf(err: unknown): Record<string, unknown> {
  if (typeof err !== 'object' || err === null) return { err };
  const { type, message, stack, ...rest } = err as Record<string, unknown>;
  return {
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': stack,
    ...(Object.keys(rest).length > 0 && { err: rest }),
  };
}
