export type SpanKind = 'server' | 'client' | 'producer' | 'consumer' | 'database' | 'internal';

/** One piece of sampled work that is over. Never holds what callers sent: no values of parameters, no bodies, no tokens. */
export interface Span {
  readonly kind: SpanKind;
  /** Of few different ones: a route, never a path. */
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Absent at the root of its trace. */
  readonly parentSpanId?: string | undefined;
  readonly correlationId: string;
  /** Epoch milliseconds with fractions. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly failed: boolean;
  /** By the semantic conventions of OpenTelemetry, where they have a name for it. */
  readonly attributes: SpanAttributes;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Takes the spans of sampled work, at the end of each. */
export interface Spans {
  add(span: Span): void;
}
