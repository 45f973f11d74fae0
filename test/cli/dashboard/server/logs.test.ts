import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { RuntimeName } from '../../../../cli/config/model.ts';
import type { LogWish } from '../../../../cli/dashboard/server/sources.ts';
import type { LogRecord } from '../../../../cli/observe/log-record.ts';
import type { FleetStatus } from '../../../../cli/runtimes/contract.ts';
import { until } from '../../../../shared/testing/index.ts';
import { openDesk } from './support/desk.ts';
import { knownOf, ownFleet } from './support/known.ts';

const line = (index: number, more: Partial<LogRecord> = {}): LogRecord => ({
  time: new Date(Date.parse('2026-11-26T12:00:00Z') + index * 1_000).toISOString(),
  level: 'info',
  service: 'file-service',
  msg: `line ${index}`,
  ...more,
});

async function ask(query: string, records: readonly LogRecord[] = []) {
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
  const [asked] = wishes;
  if (!asked) throw new Error('no log was asked for');
  const { signal: _signal, since = new Date(0), ...wish } = asked;
  return { messages: body.map(({ msg }: LogRecord) => msg), wish, ageMs: Date.now() - since.getTime() };
}

describe('the logs', () => {
  it('are the newest of all services together', async () => {
    const records = Array.from({ length: 50 }, (_, index) => line(index));
    const { messages, wish } = await ask('limit=3', records);
    expect(messages).toEqual(['line 47', 'line 48', 'line 49']);
    expect(wish).toMatchObject({ tail: 3 });
  });

  it('are those of an hour, from debug up, unless something else is asked for', async () => {
    const { wish, ageMs } = await ask('');
    expect(wish).toEqual({
      services: [],
      level: 'debug',
      grep: undefined,
      correlationId: undefined,
      tail: 500,
      follow: false,
    });
    expect(ageMs).toBeCloseTo(3_600_000, -4);
  });

  it('are those that the query asks for', async () => {
    const query = 'service=file-service&service=api-gateway&level=trace&correlationId=abc&until=2026-11-26T12:00:10Z';
    const { wish, ageMs } = await ask(`${query}&since=5m`);
    expect(wish).toMatchObject({
      services: ['file-service', 'api-gateway'],
      level: 'trace',
      correlationId: 'abc',
      until: new Date('2026-11-26T12:00:10Z'),
    });
    expect(ageMs).toBeCloseTo(300_000, -4);
  });

  it('are searched for what is typed, to the letter but for its case', async () => {
    const { wish } = await ask(`grep=${encodeURIComponent('(a+)+$ [x]')}`);
    expect(wish.grep?.test('it says (A+)+$ [X] here')).toBe(true);
    expect(wish.grep?.test('aaaa x')).toBe(false);
  });
});

describe('the live tail', () => {
  it('sends lines in batches as they come, and ends with the page', async () => {
    let ended = false;
    await using desk = await openDesk({
      sources: {
        async *logs({ signal, since, follow }) {
          expect({ age: Date.now() - (since?.getTime() ?? 0) < 10_000, follow }).toEqual({ age: true, follow: true });
          for (let index = 0; index < 30; index++) yield line(index);
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
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

  it('goes on where the fleet comes up elsewhere, from the last line on', async () => {
    const asked: (Date | undefined)[] = [];
    const begun = Date.now();
    const later = (minutes: number) => new Date(begun + minutes * 60_000).toISOString();
    let runtime: RuntimeName = 'process';
    const status = async (): Promise<FleetStatus> => {
      const known = knownOf(await ownFleet()).status as FleetStatus;
      return { ...known, runtime, services: [] };
    };
    await using desk = await openDesk({
      sources: {
        observe: async () => ({ status: await status(), runtime: { news: async () => undefined } }),
        async *logs({ since, signal }) {
          yield line(asked.push(since), { time: later(asked.length) });
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        },
      },
    });
    const visitor = await desk.enter();
    const snapshots = visitor.events('/api/stream');
    await snapshots.next();
    for await (const [, lines] of visitor.events('/api/logs/stream')) {
      if ((lines as LogRecord[]).some(({ msg }) => msg === 'line 2')) break;
      runtime = 'docker';
    }
    await snapshots.return(undefined);
    expect(asked[1]).toEqual(new Date(Date.parse(later(1)) + 1));
  });

  it('leaves out, and says so, what a page is too slow for: memory holds a bounded part', async () => {
    const TOTAL = 20_000;
    let read = 0;
    await using desk = await openDesk({
      sources: {
        async *logs({ signal }) {
          for (; read < TOTAL && !signal?.aborted; read++) {
            yield line(read, { text: 'x'.repeat(1_000) });
            if (read % 1_000 === 0) await turn();
          }
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
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
