import { describe, expect, it } from '@jest/globals';
import { runInContext, type Span } from '../../../shared/context/index.ts';
import { json, startTarget, status } from './target.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

function work(traced: boolean) {
  const spans: Span[] = [];
  const sink = traced ? { add: (span: Span) => void spans.push(span) } : undefined;
  const context = { correlationId: 'order-7', traceparent: `00-${TRACE}-${SPAN}-0${Number(traced)}`, spans: sink };
  return { spans, run: <T>(call: () => Promise<T>) => runInContext(context, call) };
}

describe('a call of sampled work', () => {
  it('is a span for each attempt, which the target hears of', async () => {
    let asked = 0;
    await using target = await startTarget(
      (request, response) => (asked++ === 0 ? status(503) : json({ ok: true }))(request, response),
      { retries: 1 },
    );
    const { spans, run } = work(true);
    await run(() => target.client.request({ method: 'GET', path: '/orders/secret?token=secret' }));
    expect(spans).toMatchObject([
      { kind: 'client', failed: true, parentSpanId: SPAN, traceId: TRACE, attributes: { 'error.type': 'unavailable' } },
      { kind: 'client', failed: false, parentSpanId: SPAN, attributes: { 'http.request.resend_count': 1 } },
    ]);
    expect(target.seen.map(({ headers }) => headers?.traceparent)).toEqual(
      spans.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  it('is none where the work is not sampled', async () => {
    await using target = await startTarget(json({}));
    const { spans, run } = work(false);
    await run(() => target.client.request({ method: 'GET', path: '/' }));
    expect(spans).toEqual([]);
    expect(target.seen[0]?.headers?.traceparent).toBe(`00-${TRACE}-${SPAN}-00`);
  });
});
