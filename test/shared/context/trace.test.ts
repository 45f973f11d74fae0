import { describe, expect, it } from '@jest/globals';
import { nextTraceparent, parseTraceparent, traceIdOf } from '../../../shared/context/index.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it.each([
    ['of version 00', `00-${trace}-${span}-01`],
    ['of a later version', `01-${trace}-${span}-01`],
    ['of a later version with more members', `cc-${trace}-${span}-01-what-comes-later`],
  ])('%s is read', (_name, header) => {
    expect(parseTraceparent(header)).toEqual({ traceId: trace, parentId: span, flags: '01' });
  });

  it.each([
    undefined,
    '',
    trace,
    `00-${trace}-${span}`,
    `00-${trace}-${span}-01-more`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `ff-${trace}-${span}-01`,
    `01-${trace}-${span}-01more`,
    [`00-${trace}-${span}-01`],
  ])('%p is none', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('goes on in the same trace with a span of its own', () => {
    const next = nextTraceparent(parseTraceparent(`00-${trace}-${span}-01`));
    expect(next).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect(next).not.toContain(span);
    expect(traceIdOf(next)).toBe(trace);
  });

  it('begins anew without a parent, never twice alike', () => {
    const all = Array.from({ length: 2_000 }, () => nextTraceparent());
    expect(new Set(all.map(traceIdOf)).size).toBe(all.length);
    expect(all.every((each) => parseTraceparent(each) !== undefined)).toBe(true);
  });
});
