/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITIES: Readonly<Record<string, number>> = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

interface AnyValue {
  readonly [type: string]: unknown;
}
interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** What the resource says already, or another member of the record. */
const ELSEWHERE = new Set(['level', 'time', 'service', 'version', 'colour', 'msg', 'traceId', 'spanId', 'err']);
const NAMES: Readonly<Record<string, string>> = {
  correlationId: 'aurora.correlation_id',
  causationId: 'aurora.causation_id',
};

/** A log line as a `LogRecord` of OTLP/JSON; undefined for a span, which goes its own way. */
export function recordOf(line: string): object | undefined {
  const { level, time, msg, traceId, spanId, err, ...members } = JSON.parse(line) as Record<string, unknown>;
  if (level === 'trace' && msg === 'span') return undefined;
  const at = `${Date.parse(String(time))}000000`;
  return {
    timeUnixNano: at,
    observedTimeUnixNano: at,
    severityNumber: SEVERITIES[String(level)] ?? 0,
    severityText: level,
    body: { stringValue: msg ?? '' },
    attributes: [
      ...attributesOf(members).filter(({ key }) => !ELSEWHERE.has(key)),
      ...(err === undefined ? [] : exceptionOf(err)),
    ],
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
  };
}

/** Members as attributes; those of resources too. */
export function attributesOf(members: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(members).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ key: NAMES[name] ?? name, value: anyValueOf(value) }],
  );
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/ */
function exceptionOf(err: unknown): KeyValue[] {
  const { type, message, stack, ...rest } = Object(err) as Record<string, unknown>;
  return attributesOf({
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': stack,
    ...(Object.keys(rest).length > 0 && { err: rest }),
  });
}

function anyValueOf(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.filter((each) => each !== null).map(anyValueOf) } };
  return { kvlistValue: { values: attributesOf(value as Record<string, unknown>) } };
}
