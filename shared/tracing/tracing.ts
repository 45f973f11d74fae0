import type { Spans } from '../context/index.ts';
import type { Logger } from '../logging/index.ts';
import { collectorOf, type ExportOutcome, OtlpExporter, type Pace, SPANS } from '../otlp/index.ts';
import type { Environment } from '../settings/index.ts';
import { spansInLog } from './log.ts';
import { createSampling, type Sampling } from './sampling.ts';

export interface TracingOptions {
  readonly environment: Environment;
  /** Whether clients of the fleet come in here. */
  readonly atEdge: boolean;
  readonly log: Logger;
  /** Of what goes to a collector. */
  readonly pace?: Partial<Pace>;
}

/** How a service traces. */
export interface Tracing {
  readonly sampling: Sampling;
  /** Takes the spans of what is sampled. */
  readonly spans: Spans;
  /** What became of those that went to a collector; undefined: there is none. */
  readonly exported: Readonly<Record<ExportOutcome, number>> | undefined;
  /** Sends what is left, for a moment at most. */
  close(): Promise<void>;
}

/** Opens what the environment asks for. */
export function openTracing({ environment, atEdge, log, pace }: TracingOptions): Tracing {
  const { tracesSample: share } = environment;
  const collector = collectorOf(environment);
  const { tracesLog = collector === undefined } = environment;
  const exporter = collector && new OtlpExporter(SPANS, collector, log, pace);
  const sinks: readonly Spans[] = [...(tracesLog ? [spansInLog(log)] : []), ...(exporter ? [exporter] : [])];
  const spans: Spans = {
    add(span) {
      for (const sink of sinks) sink.add(span);
    },
  };
  return {
    sampling: createSampling({ share, atEdge, spans }),
    spans,
    exported: exporter?.outcomes,
    close: async () => exporter?.close(),
  };
}
