import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newTraceId, type Span } from '../../../shared/context/index.ts';
import { type Environment, readServiceEnvironment } from '../../../shared/settings/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { openTracing, type Tracing } from '../../../shared/tracing/index.ts';
import { readableLog } from '../../support/log.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts';

const definition = { name: 'thing-service', fleet: 'shop', needs: { database: false, broker: false } };

const PACE = { fillMs: 20, sendMs: 1_500, flushMs: 200 };

function environmentOf(variables: NodeJS.ProcessEnv): Environment {
  const given = { PORT: '0', AUTH_JWKS: '{}', SERVICE_VERSION: '1.2.3', AURORA_ENV: 'live', INSTANCE_ID: 'one' };
  return readServiceEnvironment(definition, { ...given, TRACES_SAMPLE: '1', ...variables });
}

function span(more: Partial<Span> = {}): Span {
  return {
    kind: 'server',
    name: 'GET /things/:id',
    traceId: newTraceId(),
    spanId: '00f067aa0ba902b7',
    parentSpanId: 'b7ad6b7169203331',
    correlationId: 'order-42',
    startedAt: 1_700_000_000_000.25,
    durationMs: 12.5,
    failed: false,
    attributes: { 'http.response.status_code': 200, 'error.type': undefined, 'aurora.ok': true },
    ...more,
  };
}

describe('spans for a collector', () => {
  let collector: OtlpReceiver;
  const opened: Tracing[] = [];
  beforeEach(async () => {
    collector = await startOtlpReceiver();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((tracing) => tracing.close()));
    await collector[Symbol.asyncDispose]();
  });

  const open = async (variables: NodeJS.ProcessEnv = {}, pace = PACE) => {
    const { log, lines } = readableLog();
    const environment = environmentOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...variables });
    const tracing = openTracing({ environment, atEdge: false, log, pace });
    opened.push(tracing);
    return { tracing, lines };
  };

  it('arrive whole, with who made them, and leave the log alone', async () => {
    const { tracing, lines } = await open({ OTEL_EXPORTER_OTLP_HEADERS: 'x-token=s3%20cret' });
    const given = span();
    tracing.spans.add(given);
    tracing.spans.add(span({ kind: 'database', parentSpanId: undefined, failed: true }));
    await until(() => collector.spans.length === 2);
    expect(collector.spans[0]).toMatchObject({
      traceId: given.traceId,
      spanId: given.spanId,
      parentSpanId: given.parentSpanId,
      name: given.name,
      kind: 2,
      startTimeUnixNano: '1700000000000250000',
      endTimeUnixNano: '1700000000012750000',
      attributes: { 'http.response.status_code': 200, 'aurora.ok': true, 'aurora.correlation_id': 'order-42' },
      resource: {
        'service.name': 'thing-service',
        'service.version': '1.2.3',
        'service.namespace': 'shop',
        'service.instance.id': 'one',
        'deployment.environment.name': 'live',
      },
    });
    expect(collector.spans[0]?.attributes).not.toHaveProperty('error.type');
    expect(collector.spans[1]).toMatchObject({ kind: 3, status: { code: 2 } });
    expect(collector.spans[1]?.parentSpanId).toBeUndefined();
    expect(collector.requests[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-token': 's3 cret' } });
    await until(() => tracing.exported?.sent === 2);
    expect(tracing.exported).toEqual({ sent: 2, dropped: 0, failed: 0 });
    expect(lines).toEqual([]);
  });

  it('go into the log as well where that is asked for', async () => {
    const { tracing, lines } = await open({ TRACES_LOG: 'true' });
    tracing.spans.add(span());
    expect(lines).toMatchObject([
      { level: 'trace', msg: 'span', correlationId: 'order-42', startedAt: '2023-11-14T22:13:20.000250Z' },
    ]);
    await until(() => collector.spans.length === 1);
  });

  it('are sent again where the collector says that it may take them later', async () => {
    let asked = 0;
    collector.answer = () => (asked++ === 0 ? { status: 503, headers: { 'retry-after': '1' } } : {});
    const { tracing } = await open();
    tracing.spans.add(span());
    await until(() => collector.spans.length === 1);
    expect(collector.requests).toHaveLength(2);
    await until(() => tracing.exported?.sent === 1);
  });

  it('are counted and told of once where it refuses them, and taken up again', async () => {
    collector.answer = () => ({ status: 400 });
    const { tracing, lines } = await open({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20s3cret' });
    for (const failed of [1, 2]) {
      tracing.spans.add(span());
      await until(() => tracing.exported?.failed === failed);
    }
    collector.answer = () => ({});
    tracing.spans.add(span());
    await until(() => tracing.exported?.sent === 1);
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      'warn spans are lost: the collector does not take them',
      'info the collector takes spans again',
    ]);
    expect(JSON.stringify(lines)).not.toContain('s3cret');
  });

  it('are dropped and counted rather than kept without bound', async () => {
    collector.answer = () => ({ delayMs: 100 });
    const { tracing } = await open();
    for (let each = 0; each < 5_000; each++) tracing.spans.add(span());
    const { dropped = 0 } = tracing.exported ?? {};
    expect(dropped).toBeGreaterThan(2_000);
    await until(() => tracing.exported?.sent === 5_000 - dropped);
    expect(tracing.exported).toEqual({ sent: 5_000 - dropped, dropped, failed: 0 });
  });

  it('are sent before the end, and hold nothing up where nobody takes them', async () => {
    const { tracing } = await open();
    tracing.spans.add(span());
    await tracing.close();
    expect(collector.spans).toHaveLength(1);

    collector.answer = () => ({ delayMs: 1_000 });
    const impatient = { ...PACE, sendMs: 300 };
    const stuck = await open({}, impatient);
    stuck.tracing.spans.add(span());
    await stuck.tracing.close();
    const away = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, impatient);
    away.tracing.spans.add(span());
    await away.tracing.close();
  });
});
