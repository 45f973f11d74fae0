import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind as Kind, type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Span, SpanKind, Spans } from '../context/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Environment } from '../settings/index.ts';

/** Spans that wait for the collector at most, some 3 MB of them; a batch. */
const QUEUE = 2_048;
const BATCH = 512;

/** In milliseconds. */
export interface Pace {
  /** How long a batch may fill. */
  readonly fillMs: number;
  /** For a batch, all attempts with their pauses included (OTLP 1.x, section "Retryable Response Codes"). */
  readonly sendMs: number;
  /** What a drain waits for at most: a collector that is down must not hold up a deploy. */
  readonly flushMs: number;
}

const PACE: Pace = { fillMs: 1_000, sendMs: 10_000, flushMs: 2_000 };

/** `dropped`: the collector was behind, and there was no room; `failed`: it did not take it. */
export type ExportOutcome = 'sent' | 'dropped' | 'failed';

export interface OtlpSpans extends Spans {
  readonly outcomes: Readonly<Record<ExportOutcome, number>>;
  close(): Promise<void>;
}

/** Sends spans to a collector, as JSON over HTTP, in batches. What it cannot take in time is counted and forgotten. */
export function spansOverOtlp(environment: Environment, log: Logger, pace: Pace = PACE): OtlpSpans {
  const { otlpEndpoint, otlpHeaders, serviceName, serviceVersion, fleetName, environmentName, instanceId } =
    environment;
  const resource = resourceFromAttributes({
    'service.name': serviceName,
    'service.version': serviceVersion,
    'service.namespace': fleetName,
    'service.instance.id': instanceId,
    'deployment.environment.name': environmentName,
  });
  const wire = new OTLPTraceExporter({
    url: `${otlpEndpoint?.replace(/\/$/, '')}/v1/traces`,
    headers: { ...otlpHeaders },
    timeoutMillis: pace.sendMs,
  });
  const outcomes: Record<ExportOutcome, number> = { sent: 0, dropped: 0, failed: 0 };
  let waiting = 0;
  let isFailing = false;

  const exporter: SpanExporter = {
    export(batch, done) {
      waiting -= batch.length;
      wire.export(batch, (result) => {
        const { error } = result;
        outcomes[error ? 'failed' : 'sent'] += batch.length;
        if (error && !isFailing) log.warn({ reason: error.message }, 'spans are lost: the collector takes none');
        if (!error && isFailing) log.info('the collector takes spans again');
        isFailing = error !== undefined;
        done(result);
      });
    },
    shutdown: () => wire.shutdown(),
  };
  const processor = new BatchSpanProcessor({
    exporter,
    maxQueueSize: QUEUE,
    maxExportBatchSize: BATCH,
    scheduledDelayMillis: pace.fillMs,
    exportTimeoutMillis: pace.sendMs,
  });
  return {
    outcomes,
    add(span) {
      if (waiting >= QUEUE) {
        outcomes.dropped++;
        return;
      }
      waiting++;
      processor.onEnd(readable(span, resource));
    },
    async close() {
      const late = new AbortController();
      // That it failed is told above.
      const sent = processor.shutdown().catch(() => undefined);
      await Promise.race([sent, sleep(pace.flushMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
    },
  };
}

const KINDS: Readonly<Record<SpanKind, Kind>> = {
  server: Kind.SERVER,
  client: Kind.CLIENT,
  producer: Kind.PRODUCER,
  consumer: Kind.CONSUMER,
  database: Kind.CLIENT,
  internal: Kind.INTERNAL,
};
const SCOPE = { name: 'aurora' };

function readable(span: Span, resource: Resource): ReadableSpan {
  const { traceId, spanId, parentSpanId, startedAt, durationMs } = span;
  const context: SpanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => context,
    ...(parentSpanId !== undefined && { parentSpanContext: { ...context, spanId: parentSpanId } }),
    startTime: hrTime(startedAt),
    endTime: hrTime(startedAt + durationMs),
    duration: hrTime(durationMs),
    status: { code: span.failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: { ...span.attributes, 'aurora.correlation_id': span.correlationId },
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds and nanoseconds. */
function hrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
