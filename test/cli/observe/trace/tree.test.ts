import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '../../../../cli/observe/log-record.ts';
import { type TraceNode, traceSummaries, traceTree } from '../../../../cli/observe/trace/index.ts';
import { answered, BEGIN, EVENT, handled, line, TYPE } from './lines.ts';

/** A tree by names alone, a dot for each level. */
const shape = (nodes: readonly TraceNode[], depth = ''): string[] =>
  nodes.flatMap(({ service, name, children }) => [`${depth}${service} ${name}`, ...shape(children, `${depth}.`)]);

const STORY = [
  answered('gateway', [0, 50], { spanId: 'a', parentSpanId: 'of-the-client' }),
  answered('orders', [5, 45], { spanId: 'b', parentSpanId: 'a' }),
  handled('stock', [60, 70], { spanId: 'c', parentSpanId: 'b' }),
  handled('mail', [61, 91], {
    spanId: 'd',
    parentSpanId: 'b',
    level: 'warn',
    err: { message: 'no' },
    msg: 'event failed',
  }),
  handled('mail', [200, 210], { spanId: 'e', parentSpanId: 'b', attempt: 2 }),
  answered('orders', [62, 64], {
    spanId: 'f',
    parentSpanId: 'c',
    method: 'GET',
    route: '/api/v1/orders/:id',
    status: 200,
  }),
];
const TREE = [
  'gateway POST /api/v1/orders',
  '.orders POST /api/v1/orders',
  '..orders order.created.v1',
  '...stock order.created.v1',
  '....orders GET /api/v1/orders/:id',
  '...mail order.created.v1',
  '...mail order.created.v1',
];

/** In any order: logs are merged by clocks that differ. */
const shuffled = <T>(all: readonly T[]) => [...all].sort(() => Math.random() - 0.5);

describe('a trace from log lines', () => {
  it('is a tree over services and events, whatever order the lines come in', () => {
    for (let round = 0; round < 10; round++) expect(shape(traceTree(shuffled(STORY)))).toEqual(TREE);
  });

  it('has times, outcomes and what it was about', () => {
    const [gateway] = traceTree(STORY);
    expect(gateway).toMatchObject({
      id: 'a',
      kind: 'server',
      startedAt: '2026-01-01T12:00:00.000Z',
      durationMs: 50,
      status: 'ok',
      attributes: { 'http.request.method': 'POST', 'http.route': '/api/v1/orders', 'http.response.status_code': 201 },
    });
    const event = gateway?.children[0]?.children[0];
    expect(event).toMatchObject({ id: EVENT, kind: 'producer', durationMs: 0, status: 'ok' });
    expect(event?.children.map(({ kind, status, attributes }) => [kind, status, attributes['aurora.attempt']])).toEqual(
      [
        ['consumer', 'ok', 1],
        ['consumer', 'error', 1],
        ['consumer', 'ok', 2],
      ],
    );
  });

  it('takes sampled spans in, and those of hops for the hops themselves', () => {
    const span = (members: Record<string, unknown>) =>
      line('orders', 50, { level: 'trace', msg: 'span', status: 'ok', attributes: {}, durationMs: 3, ...members });
    const spans = [
      span({ spanId: 'b', parentSpanId: 'a', kind: 'server', name: 'POST', startedAt: '2026-01-01T12:00:00.004Z' }),
      span({
        spanId: 'q',
        parentSpanId: 'b',
        kind: 'database',
        name: 'INSERT orders',
        startedAt: '2026-01-01T12:00:00.010Z',
        attributes: { 'db.system.name': 'postgresql' },
      }),
      span({
        spanId: 'p',
        parentSpanId: 'b',
        kind: 'producer',
        name: 'publish',
        startedAt: '2026-01-01T12:00:00.020Z',
        attributes: { 'messaging.message.id': EVENT },
      }),
    ];
    const [orders] = traceTree([...STORY, ...spans])[0]?.children ?? [];
    expect(orders).toMatchObject({ name: 'POST /api/v1/orders', durationMs: 3, startedAt: '2026-01-01T12:00:00.004Z' });
    expect(shape(orders?.children ?? [])).toEqual([
      'orders INSERT orders',
      'orders publish',
      ...TREE.slice(3).map((each) => each.slice(2)),
    ]);
    expect(orders?.children[0]).toMatchObject({ kind: 'database', attributes: { 'db.system.name': 'postgresql' } });
  });

  it('has statements of one millisecond in the order in which they began', () => {
    const begun = (name: string, microseconds: string) =>
      line('orders', 50, {
        ...{ msg: 'span', kind: 'database', name, durationMs: 0.1, parentSpanId: 'b', spanId: name },
        startedAt: `2026-01-01T12:00:00.010${microseconds}Z`,
      });
    const [orders] =
      traceTree([...STORY, begun('third', '900'), begun('first', '015'), begun('second', '120')])[0]?.children ?? [];
    expect(orders?.children.slice(0, 3).map(({ name }) => name)).toEqual(['first', 'second', 'third']);
  });

  it('has a root for each request of one correlation id', () => {
    const again = answered('gateway', [500, 520], { spanId: 'z', parentSpanId: 'of-the-client', status: 503 });
    expect(shape(traceTree([...STORY, again]))).toEqual([...TREE, TREE[0]]);
  });

  it('hangs an event whose publisher left no line below what went on there, and below anything of its trace else', () => {
    const late = { causationId: 'x', eventId: 'x', type: 'shop.stock.item.reserved.v1', parentSpanId: 'unknown' };
    const known = [...STORY, handled('mail', [66, 80], { ...late, spanId: 'g' })];
    expect(shape(traceTree(known))).toEqual([
      ...TREE.slice(0, 5),
      '....stock item.reserved.v1',
      '.....mail item.reserved.v1',
      ...TREE.slice(5),
    ]);
    const withoutPublisher = STORY.filter(({ service }) => service !== 'orders');
    expect(shape(traceTree(withoutPublisher)).slice(0, 2)).toEqual([TREE[0], '.orders order.created.v1']);
    expect(shape(traceTree(STORY.slice(2, 3)))).toEqual(['orders order.created.v1', '.stock order.created.v1']);
  });

  it('shows what has logged something but not its end, and what could not be sent', () => {
    const crash = line('orders', 20, { spanId: 'b', level: 'error', msg: 'about to fall' });
    const unsent = line('orders', 40, {
      spanId: 'b',
      level: 'warn',
      eventId: EVENT,
      type: TYPE,
      msg: 'could not be sent',
    });
    const [gateway] = traceTree([STORY[0] as LogRecord, crash, unsent]);
    expect(gateway?.children).toMatchObject([
      {
        name: 'not finished',
        service: 'orders',
        status: 'error',
        children: [{ kind: 'producer', name: 'order.created.v1', status: 'error' }],
      },
    ]);
  });

  it('stands clocks that differ, ids that lie and members of other kinds', () => {
    const skewed = STORY.map((each) =>
      each.service === 'orders' ? { ...each, time: new Date(Date.parse(each.time ?? '') - 9000).toISOString() } : each,
    );
    expect(shape(traceTree(skewed))).toEqual(TREE);
    const liars = [
      answered('a', [0, 1], { spanId: 'x', parentSpanId: 'y' }),
      answered('b', [0, 1], { spanId: 'y', parentSpanId: 'x' }),
      answered('c', [0, 1], { spanId: 'z', parentSpanId: 'z' }),
    ];
    expect(traceTree(liars)).toHaveLength(2);
    const odd = [
      line('a', 0, { spanId: 7, durationMs: 1, method: 'GET', status: 200 }),
      line('a', 0, { spanId: 'v', durationMs: 'long', msg: 'span', attributes: null }),
      { ...answered('a', [0, 1], { spanId: 'w' }), time: 'yesterday' },
      { ...line('a', 0, {}), time: null },
      { ...answered('a', [0, 1], { spanId: 'u' }), durationMs: Number.POSITIVE_INFINITY },
    ];
    expect(() => [traceTree(odd), traceSummaries(odd)]).not.toThrow();
  });

  it('is summed up by correlation id, newest first', () => {
    const other = answered('gateway', [900, 901], { correlationId: 'c-2', spanId: 'y' });
    expect(traceSummaries([...STORY, other, { ...other, correlationId: undefined as never }])).toEqual([
      expect.objectContaining({ correlationId: 'c-2', failed: false, spans: 1 }),
      {
        correlationId: 'c-1',
        title: 'POST /api/v1/orders',
        startedAt: new Date(BEGIN).toISOString(),
        durationMs: 210,
        services: ['gateway', 'orders', 'stock', 'mail'],
        spans: 7,
        failed: true,
      },
    ]);
  });

  it('takes as many events of one trace as there are, although nobody tells who published them', () => {
    const events = Array.from({ length: 20_000 }, (_, at) =>
      handled('mail', [at, at + 1], { spanId: String(at), parentSpanId: 'unknown', eventId: `event ${at}` }),
    );
    expect(traceSummaries(events)[0]?.spans).toBe(40_000);
  });

  it('takes a chain of any length', () => {
    const chain = Array.from({ length: 5_000 }, (_, at) =>
      answered('a', [at, at + 1], { spanId: String(at), parentSpanId: String(at - 1) }),
    );
    expect(traceTree(chain)).toHaveLength(1);
    expect(traceSummaries(chain)[0]?.spans).toBe(5_000);
  });
});
