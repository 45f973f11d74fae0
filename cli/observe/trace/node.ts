/** A request, an event or a piece of them, with what it caused. */
export interface TraceNode {
  /** Span id; of an event that was published its id. */
  readonly id: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'database' | 'internal';
  /** e.g. `POST /api/v1/orders`, `order.created.v1`. */
  readonly name: string;
  readonly service: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** 0 of an event that was published: it is a moment. */
  readonly durationMs: number;
  readonly status: 'ok' | 'error';
  /** By their names in OpenTelemetry where it has one. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** In the order in which they began. */
  readonly children: readonly TraceNode[];
}

export type TraceKind = TraceNode['kind'];

/** A correlation id's story in one line. */
export interface TraceSummary {
  readonly correlationId: string;
  /** e.g. `POST /api/v1/orders`, as the first hop saw it. */
  readonly title: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Until the last thing that it caused was done. */
  readonly durationMs: number;
  readonly services: readonly string[];
  readonly spans: number;
  readonly failed: boolean;
}
