import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../shared/context/index.ts';
import { createLogger } from '../../../shared/logging/index.ts';
import { LOG_LINES, OtlpExporter, type Pace } from '../../../shared/otlp/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { readableLog } from '../../support/log.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

function shipTo({ endpoint }: Pick<OtlpReceiver, 'endpoint'>, pace: Partial<Pace> = {}) {
  const resource = { 'service.name': 'order-service', 'aurora.colour': undefined };
  const told = readableLog();
  const collector = { endpoint, headers: { 'x-key': 'k' }, resource };
  const shipping = new OtlpExporter(LOG_LINES, collector, told.log, { backoffMs: 5, ...pace });
  const destination = { write: (line: string) => shipping.add(line), flush() {}, flushSync() {} };
  const log = createLogger({ service: 'order-service', version: '1', level: 'debug', destination });
  return { shipping, log, told: told.lines };
}

describe('log lines for a collector', () => {
  it('are records with severity, ids, attributes and resource, their secrets redacted', async () => {
    await using receiver = await startOtlpReceiver();
    const { shipping, log } = shipTo(receiver);
    runInContext({ correlationId: 'c-1', causationId: 'e-1', traceparent: TRACEPARENT }, () => {
      log.warn({ attempt: 2, ratio: 0.5, deep: { list: [1, null, 'x'], on: true }, password: 's3cret' }, 'careful');
    });
    log.error({ err: new TypeError('postgres://app:s3cret@db/x is away') }, 'failed');
    shipping.add('{"level":"trace","time":"2026-01-01T00:00:00.000Z","spanId":"a","msg":"span"}\n');
    await shipping.close();
    expect(receiver.requests[0]?.headers).toMatchObject({ 'x-key': 'k', 'content-type': 'application/json' });
    expect(receiver.logs).toMatchObject([
      {
        timeUnixNano: expect.stringMatching(/^\d{13}000000$/),
        severityNumber: 13,
        severityText: 'warn',
        body: { stringValue: 'careful' },
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        spanId: '00f067aa0ba902b7',
        resource: { 'service.name': 'order-service' },
        attributes: {
          'aurora.correlation_id': 'c-1',
          'aurora.causation_id': 'e-1',
          attempt: 2,
          ratio: 0.5,
          deep: { list: [1, 'x'], on: true },
          password: '[redacted]',
        },
      },
      {
        severityNumber: 17,
        attributes: {
          'exception.type': 'TypeError',
          'exception.stacktrace': expect.stringContaining('log-lines.test.ts'),
        },
      },
    ]);
    expect(receiver.logs).toHaveLength(2);
    expect(JSON.stringify(receiver.requests)).not.toContain('s3cret');
    expect(shipping.outcomes).toEqual({ sent: 2, dropped: 0, failed: 0 });
  });

  it('come again where the collector asks for that, and are given up where it refuses them', async () => {
    await using receiver = await startOtlpReceiver();
    const { shipping, log, told } = shipTo(receiver);
    const answers = [{ status: 503, headers: { 'retry-after': '0' } }, { status: 429 }, {}, { status: 400 }, {}];
    receiver.answer = () => answers.shift() ?? {};
    const fill = (text: string) => {
      for (let count = 0; count < 512; count++) log.info(text);
    };
    fill('again');
    await until(() => receiver.logs.length === 512);
    fill('refused');
    await until(() => shipping.outcomes.failed === 512);
    fill('taken');
    await until(() => receiver.logs.length === 1024);
    await shipping.close();
    expect(receiver.requests).toHaveLength(5);
    expect(told).toMatchObject([
      { level: 'warn', reason: 'it answers 400', msg: 'log lines are lost: the collector does not take them' },
      { level: 'info', msg: 'the collector takes log lines again' },
    ]);
    expect(shipping.outcomes).toEqual({ sent: 1024, dropped: 0, failed: 512 });
  });

  it('are dropped and counted where there are more than it takes, which holds nobody up', async () => {
    await using receiver = await startOtlpReceiver();
    receiver.answer = () => ({ delayMs: 50 });
    const { shipping, log } = shipTo(receiver);
    for (let count = 0; count < 20_000; count++) log.info('much');
    expect(shipping.outcomes.dropped).toBe(20_000 - 8_192);
    await shipping.close();
    expect(receiver.logs).toHaveLength(8_192);
  });

  it('are lost with a collector that is down, for which nothing waits, or never answers, and nothing else is', async () => {
    const gone = await startOtlpReceiver();
    await gone[Symbol.asyncDispose]();
    await using silent = await startOtlpReceiver();
    silent.answer = () => ({ delayMs: 60_000 });
    const waits = [
      { endpoint: gone.endpoint, flushMs: 60_000 },
      { endpoint: silent.endpoint, flushMs: 200 },
    ];
    for (const { endpoint, flushMs } of waits) {
      const { shipping, log } = shipTo({ endpoint }, { flushMs, backoffMs: 60_000 });
      log.info('lost');
      await shipping.close();
      expect(shipping.outcomes).toEqual({ sent: 0, dropped: 0, failed: 1 });
    }
  });

  it('press no collector that has said when it wants to be asked again', async () => {
    await using receiver = await startOtlpReceiver();
    receiver.answer = () => ({ status: 429, headers: { 'retry-after': '60' } });
    const { shipping, log } = shipTo(receiver, { flushMs: 200 });
    for (let count = 0; count < 2_048; count++) log.info('much');
    await until(() => receiver.requests.length === 1);
    await shipping.close();
    expect(receiver.requests).toHaveLength(1);
    expect(shipping.outcomes).toEqual({ sent: 0, dropped: 0, failed: 2_048 });
  });

  it('go in pieces that a collector takes, and those count as lost that it throws away', async () => {
    await using receiver = await startOtlpReceiver();
    receiver.answer = () => ({ body: { partialSuccess: { rejectedLogRecords: '2', errorMessage: 'too old' } } });
    const { shipping, log } = shipTo(receiver);
    for (let count = 0; count < 12; count++) log.info({ text: 'x'.repeat(300_000) }, 'long');
    await shipping.close();
    expect(receiver.requests.map(({ body }) => JSON.stringify(body).length > 1_100_000)).toEqual(Array(4).fill(false));
    expect(shipping.outcomes).toEqual({ sent: 4, dropped: 0, failed: 8 });
  });

  it('are records that a collector can read, whatever members they have', async () => {
    await using receiver = await startOtlpReceiver();
    const { shipping, log } = shipTo(receiver);
    log.info({ err: 'a text', traceId: 7, spanId: 'x', time: 'never' }, 'odd');
    await shipping.close();
    const [record] = receiver.logs;
    expect(record).toMatchObject({ timeUnixNano: expect.stringMatching(/^\d{19}$/), attributes: { err: 'a text' } });
    expect(record).not.toHaveProperty('traceId');
    expect(record).not.toHaveProperty('spanId');
  });
});
