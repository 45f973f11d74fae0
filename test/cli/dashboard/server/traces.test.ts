import { describe, expect, it } from '@jest/globals';
import type { TraceSummary } from '../../../../cli/dashboard/api.ts';
import { TraceIndex } from '../../../../cli/dashboard/server/traces/trace-index.ts';
import type { LogRecord } from '../../../../cli/observe/log-record.ts';
import { until } from '../../../../shared/testing/index.ts';
import { openDesk } from './support/desk.ts';

/** The line that a service writes when it has answered. */
const answered = (correlationId: string, more: Partial<LogRecord> = {}): LogRecord => ({
  time: new Date().toISOString(),
  level: 'info',
  service: 'api-gateway',
  msg: 'answered',
  correlationId,
  traceId: `trace-${correlationId}`,
  spanId: `${correlationId}-1`,
  method: 'GET',
  route: `/api/v1/${correlationId}`,
  status: 200,
  durationMs: 5,
  ...more,
});

const LINES = [
  answered('quick'),
  answered('slow', { durationMs: 900 }),
  answered('slow', { service: 'file-service', spanId: 'slow-2', parentSpanId: 'slow-1', durationMs: 800 }),
  answered('broken', { status: 503 }),
  answered('chatter', { service: 'config-service', subject: 'service:file-service' }),
  { ...answered('plain'), spanId: undefined },
];

describe('traces', () => {
  it('are read again once nobody has asked for a while, before it is said what there is', async () => {
    const index = new TraceIndex({
      async *follow(_since, signal) {
        yield answered('there');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
      isChatter: () => false,
    });
    for (let round = 0; round < 2; round++) {
      expect((await index.lines()).map(({ correlationId }) => correlationId)).toEqual(['there']);
      await index.stop();
    }
  });

  it('are what clients asked for and what that caused, without what services do among themselves', async () => {
    await using desk = await openDesk({
      sources: {
        async *logs({ correlationId, signal, follow }) {
          yield* LINES.filter((line) => correlationId === undefined || line.correlationId === correlationId);
          if (follow) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        },
      },
    });
    const visitor = await desk.enter();
    const titles = async (query: string) => {
      const { body } = await visitor.ask(`/api/traces?${query}`);
      return body.map(({ correlationId }: TraceSummary) => correlationId).sort();
    };
    expect(await titles('')).toEqual(['broken', 'quick', 'slow']);
    expect(await titles('service=file-service')).toEqual(['slow']);
    expect(await titles('failed=true')).toEqual(['broken']);
    expect(await titles('minMs=500')).toEqual(['slow']);
    expect(await titles('grep=/API/v1/Qu')).toEqual(['quick']);
    expect(await titles('limit=1')).toHaveLength(1);
    // Read once for all of these.
    expect(desk.asked.filter(([source]) => source === 'logs')).toHaveLength(1);

    const { body } = await visitor.ask('/api/traces/slow');
    expect(body).toMatchObject({
      correlationId: 'slow',
      roots: [{ id: 'slow-1', service: 'api-gateway', children: [{ id: 'slow-2', service: 'file-service' }] }],
      lines: [{ spanId: 'slow-1' }, { spanId: 'slow-2' }],
    });
    expect(await visitor.ask('/api/traces/never')).toMatchObject({
      status: 404,
      body: { next: 'aurora trace never' },
    });
  });

  it('are of the newest lines, however many there are', async () => {
    const MOST = 100;
    let told: () => void = () => undefined;
    const index = new TraceIndex({
      mostLines: MOST,
      isChatter: () => false,
      async *follow(_since, signal) {
        for (let number = 0; number < 10_000; number++) yield answered(String(number));
        await new Promise<void>((resolve) => {
          told = resolve;
          signal.addEventListener('abort', () => resolve());
        });
        if (!signal.aborted) yield answered('later');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      },
    });
    const lines = await index.lines();
    expect(lines.length).toBeLessThanOrEqual(MOST * 1.1);
    expect(lines.at(-1)?.correlationId).toBe('9999');
    told();
    await until(async () => (await index.lines()).at(-1)?.correlationId === 'later');
    await index.stop();
  });
});
