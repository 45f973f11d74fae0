import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { LogWish } from '../../../../cli/dashboard/server/sources.ts';
import type { LogRecord } from '../../../../cli/observe/log-record.ts';
import { until } from '../../../../shared/testing/index.ts';
import { openDesk } from './support/desk.ts';

const line = (index: number, more: Partial<LogRecord> = {}): LogRecord => ({
  time: new Date(Date.parse('2026-11-26T12:00:00Z') + index * 1_000).toISOString(),
  level: 'info',
  service: 'file-service',
  msg: `line ${index}`,
  ...more,
});
const SINCE = 'since=2026-11-26T00:00:00Z';

async function ask(records: readonly LogRecord[], query: string) {
  const wishes: LogWish[] = [];
  await using desk = await openDesk({
    sources: {
      async *logs(wish) {
        wishes.push(wish);
        yield* records;
      },
    },
  });
  const { body } = await (await desk.enter()).ask(`/api/logs?${query}`);
  return { messages: body.map(({ msg }: LogRecord) => msg), wish: wishes[0] };
}

describe('the logs', () => {
  it('are the newest that were asked for, the newest last', async () => {
    const records = Array.from({ length: 50 }, (_, index) => line(index));
    expect((await ask(records, `${SINCE}&limit=3`)).messages).toEqual(['line 47', 'line 48', 'line 49']);
    const until = `${SINCE}&limit=2&until=2026-11-26T12:00:10Z`;
    expect((await ask(records, until)).messages).toEqual(['line 9', 'line 10']);
  });

  it('are of a level and above, spans only where they are asked for', async () => {
    const records = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => line(1, { level, msg: level }));
    expect((await ask(records, SINCE)).messages).toEqual(['debug', 'info', 'warn', 'error', 'fatal']);
    expect((await ask(records, `${SINCE}&level=warn`)).messages).toEqual(['warn', 'error', 'fatal']);
    expect((await ask(records, `${SINCE}&level=trace`)).messages).toHaveLength(6);
  });

  it('are searched whole, whatever the case', async () => {
    const records = [line(1, { msg: 'Refused' }), line(2, { path: '/api/v1/REFUSED' }), line(3)];
    expect((await ask(records, `${SINCE}&grep=refused`)).messages).toEqual(['Refused', 'line 2']);
  });

  it('are those of an hour, of all services, unless something else is asked for', async () => {
    const { wish } = await ask([], '');
    expect(wish).toMatchObject({ services: [], correlationId: undefined, follow: false });
    expect(wish?.sinceMs).toBeCloseTo(3_600_000, -4);
    const one = await ask([], 'service=file-service&correlationId=abc&since=5m');
    expect(one.wish).toMatchObject({ services: ['file-service'], correlationId: 'abc' });
    expect(one.wish?.sinceMs).toBeCloseTo(300_000, -4);
  });
});

describe('the live tail', () => {
  it('sends lines in batches as they come, and ends with the page', async () => {
    let ended = false;
    await using desk = await openDesk({
      sources: {
        async *logs({ signal, sinceMs, follow }) {
          expect({ sinceMs, follow }).toEqual({ sinceMs: 0, follow: true });
          for (let index = 0; index < 30; index++) yield line(index);
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          ended = true;
        },
      },
    });
    const messages: string[] = [];
    const batches: number[] = [];
    for await (const [event, lines] of (await desk.enter()).events('/api/logs/stream?grep=line')) {
      expect(event).toBe('lines');
      batches.push((lines as LogRecord[]).length);
      messages.push(...(lines as LogRecord[]).map(({ msg }) => msg));
      if (messages.length === 30) break;
    }
    expect(messages).toEqual(Array.from({ length: 30 }, (_, index) => `line ${index}`));
    expect(batches.length).toBeLessThan(5);
    await until(() => ended);
  });

  it('leaves out, and says so, what a page is too slow for: memory holds a bounded part', async () => {
    const TOTAL = 20_000;
    let read = 0;
    await using desk = await openDesk({
      sources: {
        async *logs({ signal }) {
          for (; read < TOTAL && !signal.aborted; read++) {
            yield line(read, { text: 'x'.repeat(1_000) });
            if (read % 1_000 === 0) await turn();
          }
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      },
    });
    const visitor = await desk.enter();
    const response = await visitor.open('/api/logs/stream');
    response.pause();
    // All of it is read, whether the page takes it or not: nothing piles up before the services.
    await until(() => read === TOTAL, { withinMs: 30_000 });
    let [shown, dropped, rest] = [0, 0, ''];
    for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event, data = ''] = /^event: (.*)\ndata: (.*)$/s.exec(block) ?? [];
        if (event === 'lines') shown += JSON.parse(data).length;
        if (event === 'dropped') dropped += JSON.parse(data).lines;
      }
      if (shown + dropped === TOTAL) break;
    }
    expect(shown + dropped).toBe(TOTAL);
    expect(dropped).toBeGreaterThan(0);
  });
});
