/** A line of the log that tells a span. */
export interface SpanLine {
  readonly msg: 'span';
  readonly service: string;
  readonly correlationId: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: string;
  readonly name: string;
  readonly startedAt: string;
  readonly status: 'ok' | 'error';
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function spansIn(lines: readonly Record<string, unknown>[]): SpanLine[] {
  return lines.filter(({ msg }) => msg === 'span') as unknown as SpanLine[];
}

/** `service kind name` of each span, further in than the one above it; siblings by name. Those of a kind in `without` are left out. */
export function spanTree(spans: readonly SpanLine[], without: readonly string[] = []): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const below = (parent: string | undefined, depth: number): string[] =>
    spans
      .filter(({ parentSpanId, kind }) => {
        const isHere = parent === undefined ? !ids.has(parentSpanId ?? '') : parentSpanId === parent;
        return isHere && !without.includes(kind);
      })
      .map(({ service, kind, name, spanId, status }) => {
        const mark = status === 'error' ? ' !' : '';
        return [`${'  '.repeat(depth)}${service} ${kind} ${name}${mark}`, ...below(spanId, depth + 1)];
      })
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
      .flat();
  return below(undefined, 0);
}
