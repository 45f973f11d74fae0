import { describe, expect, it } from '@jest/globals';
import { newTraceId, type Spans } from '../../../shared/context/index.ts';
import { createSampling } from '../../../shared/tracing/sampling.ts';

const spans: Spans = { add: () => undefined };
const parentId = '00f067aa0ba902b7';
/** The ids that a share takes first and last. */
const [FIRST, LAST] = ['1'.padEnd(32, '0'), 'f'.repeat(32)];
const caller = { subject: 'service:gateway', scopes: [] };

const at = (share: number, atEdge = false) => createSampling({ share, atEdge, spans });

describe('the share of what is sampled', () => {
  it.each([0.01, 0.1, 0.5])(
    'is %p of the traces that begin here, and of those that clients begin at the edge',
    (share) => {
      const count = 100_000;
      const { ofRequest } = at(share, true);
      const taken = (trace: () => { traceId: string; flags: string; parentId?: string }) =>
        Array.from({ length: count }).filter(() => ofRequest(trace(), undefined)).length;
      // Six standard deviations: once in five hundred million runs.
      const off = 6 * Math.sqrt(count * share * (1 - share));
      for (const sampled of [
        taken(() => ({ traceId: newTraceId(), flags: '00' })),
        taken(() => ({ traceId: FIRST, flags: '01', parentId })),
        taken(() => ({ traceId: LAST, flags: '00', parentId })),
      ]) {
        expect(Math.abs(sampled - count * share)).toBeLessThan(off);
      }
    },
  );

  it('may be all or nothing', () => {
    const ids = [FIRST, LAST, newTraceId()];
    expect(ids.filter((traceId) => at(1).ofRequest({ traceId, flags: '00' }, undefined))).toEqual(ids);
    expect(ids.filter((traceId) => at(0).ofRequest({ traceId, flags: '00' }, undefined))).toEqual([]);
  });
});

describe('the flag of a caller', () => {
  const of = (flags: string, identity: typeof caller | undefined, traceId = LAST, atEdge = false) =>
    at(0.1, atEdge).ofRequest({ traceId, flags, parentId }, identity) !== undefined;

  it('decides inside the fleet, from those who have proved who they are', () => {
    expect(of('01', caller)).toBe(true);
    expect(of('03', caller)).toBe(true);
    expect(of('00', caller, FIRST)).toBe(false);
  });

  it('costs no work at the request of anybody', () => {
    expect(of('01', undefined)).toBe(false);
    const edge = createSampling({ share: 0.1, atEdge: true, spans, random: () => 0.5 });
    expect(edge.ofRequest({ traceId: FIRST, flags: '01', parentId }, caller)).toBeUndefined();
  });

  it('goes on over routes that are open to all where the edge has begun the trace', () => {
    expect(of('01', undefined, FIRST)).toBe(true);
    expect(of('00', undefined, FIRST)).toBe(false);
  });

  it('is not missed where a service asks outside of any trace', () => {
    expect(at(1).ofRequest({ traceId: FIRST, flags: '00' }, caller)).toBeUndefined();
    expect(at(1).ofRequest({ traceId: FIRST, flags: '00' }, { subject: 'dev', scopes: [] })).toBe(spans);
  });

  it('decides for events', () => {
    const { ofEvent } = at(0.1);
    expect(ofEvent({ traceId: LAST, flags: '01', parentId })).toBe(spans);
    expect(ofEvent({ traceId: FIRST, flags: '00', parentId })).toBeUndefined();
    expect(ofEvent({ traceId: FIRST, flags: '00' })).toBe(spans);
  });
});
