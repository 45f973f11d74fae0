import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printable } from '../../cli/printable.ts';

describe('a printable text', () => {
  it('shows what a terminal would obey, and leaves alone what it shows', () => {
    expect(printable('\x1b[2J\x1b]0;title\x07 a\rb\nc\tü🚀 \u009b31m')).toBe(
      '\\x1b[2J\\x1b]0;title\\x07 a\\x0db\\nc\tü🚀 \\x9b31m',
    );
  });

  it('is always one line without controls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x2ff })), (codes) => {
        const text = String.fromCharCode(...codes);
        return !/[\0-\x08\x0a-\x1f\x7f-\x9f]/.test(printable(text));
      }),
    );
  });
});
