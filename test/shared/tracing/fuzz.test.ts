import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HttpRequestContext } from '../../../shared/app/request-context.ts';
import { isSampled, parseTraceparent, type Span } from '../../../shared/context/index.ts';
import { attemptAt } from '../../../shared/events/retry.ts';
import { createSampling } from '../../../shared/tracing/sampling.ts';
import { runs, told } from '../../support/fuzz.ts';

const WELL_FORMED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const whole = fc
  .tuple(fc.constantFrom('00', '01', 'cc', 'ff'), hex(32), hex(16), hex(2), fc.constantFrom('', '-', '-more'))
  .map(([version, trace, span, flags, rest]) => `${version}-${trace}-${span}-${flags}${rest}`);
/** One with something else in the place of a part of it. */
const broken = fc.tuple(whole, fc.nat(70), fc.nat(70), fc.string({ maxLength: 8 })).map(([text, from, to, other]) => {
  return text.slice(0, Math.min(from, to)) + other + text.slice(Math.max(from, to));
});
const header = fc.oneof(whole, broken, fc.string(), fc.constant(undefined));

let tried = 0;
afterAll(() => told('traceparents', tried));

describe('whatever comes in as a traceparent', () => {
  it('leads to one that is well-formed, sampled where spans are taken and only there', () => {
    const spans = { add: (_: Span) => undefined };
    fc.assert(
      fc.property(header, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (traceparent, share, atEdge) => {
        tried++;
        const sampling = createSampling({ share, atEdge, spans });
        const incoming = parseTraceparent(traceparent);
        const headers = traceparent === undefined ? {} : { traceparent };
        const event = { id: 'one', correlationid: 'a', ...headers } as Parameters<typeof attemptAt>[0];
        for (const context of [
          new HttpRequestContext(headers, undefined, sampling),
          attemptAt(event, 1, { sampling }).context,
        ]) {
          expect(context.traceparent).toMatch(WELL_FORMED);
          expect(isSampled(context.traceparent as string)).toBe(context.spans !== undefined);
          expect(context.parentSpanId).toBe(incoming?.parentId);
          if (incoming) expect(context.traceparent).toContain(incoming.traceId);
        }
      }),
      runs(1_000) as fc.Parameters<[string | undefined, number, boolean]>,
    );
  });
});
