import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../../../cli/observe/log-record.ts';
import { traceTree } from '../../../../cli/observe/trace/index.ts';
import { traceText } from '../../../../cli/observe/trace/text.ts';
import { traceTitle } from '../../../../cli/observe/trace/title.ts';
import { answered, handled, line } from './lines.ts';

const STORY = [
  answered('gateway', [0, 50], { spanId: 'a' }),
  line('gateway', 20, { spanId: 'a', level: 'info', msg: 'just so', facts: 1 }),
  answered('orders', [5, 45], { spanId: 'b', parentSpanId: 'a', status: 503 }),
  line('orders', 20, {
    spanId: 'b',
    level: 'warn',
    msg: 'stock is away',
    err: { stack: 'Error: refused\n    at a.ts:1' },
  }),
  handled('mail', [60, 90], {
    ...{ spanId: 'c', parentSpanId: 'b', level: 'warn', msg: 'event failed', retryInMs: 1000 },
    err: { message: 'no \x1b[2Jroom' },
  }),
  handled('mail', [1100, 1100.5], { spanId: 'd', parentSpanId: 'b', attempt: 2 }),
  line('mail', 1200, { level: 'error', msg: 'from nowhere' }),
];
const show = (records: readonly LogRecord[], options: { columns?: number; allLines?: boolean } = {}) =>
  traceText(traceTree(records), records, { paint: (_colour, text) => text, allLines: false, ...options });

describe('a trace for people', () => {
  it('is a tree with services, offsets, durations, outcomes, and what went wrong below', () => {
    expect(show(STORY)).toEqual([
      'POST /api/v1/orders → 201                                   gateway  12:00:00.000   50 ms',
      '└─ POST /api/v1/orders → 503                                orders          +5 ms   40 ms',
      '   │  warn stock is away: Error: refused',
      '   └─ event order.created.v1                                orders         +40 ms',
      '      ├─ handles order.created.v1, failed, again in 1.00 s  mail           +60 ms   30 ms',
      '      │     warn event failed: no \\x1b[2Jroom',
      '      └─ handles order.created.v1, attempt 2                mail          +1.10 s  0.5 ms',
      'error from nowhere',
    ]);
  });

  it('shows all lines where they are asked for, but for those that the tree says already', () => {
    const lines = show(STORY, { allLines: true });
    expect(lines).toContain('│  info just so facts=1');
    expect(lines).toContain('   │      at a.ts:1');
    expect(lines.join()).not.toContain('answered');
  });

  it.each([20, 60, 80, 100, 200])('keeps to the %d columns of a terminal, with bars where there is room', (columns) => {
    const nodes = show(STORY, { columns }).filter((each) => !/warn|error/.test(each));
    const widest = Math.max(...nodes.map((each) => [...each].length));
    expect(widest).toBeLessThanOrEqual(Math.max(columns, 60));
    expect(nodes.some((each) => each.includes('█'))).toBe(columns >= 80);
  });

  it('is summed up in one line', () => {
    expect(traceTitle({ correlationId: 'c-1', roots: traceTree(STORY), lines: STORY })).toBe(
      'c-1: 3 services, 1.10 s, 2026-01-01 12:00:00 UTC, failed',
    );
    expect(traceTitle({ correlationId: 'c', roots: [], lines: STORY })).toContain('7 lines');
  });
});
