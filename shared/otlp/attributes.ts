interface AnyValue {
  readonly [type: string]: unknown;
}
interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Members as attributes, those that have a value (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
export function attributesOf(members: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(members).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValueOf(value) }],
  );
}

function anyValueOf(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.filter((each) => each !== null).map(anyValueOf) } };
  return { kvlistValue: { values: attributesOf(value as Record<string, unknown>) } };
}
