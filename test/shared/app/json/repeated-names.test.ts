import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatsNames } from '../../../../shared/app/json/repeated-names.ts';

const repeats = (text: string) => repeatsNames(text, JSON.parse(text));

describe('two members of one name', () => {
  it.each([
    ['{"a":1,"a":1}', true],
    ['{"a":1,"\\u0061":2}', true],
    ['[{"b":{"a":1,"c":{},"a":1}}]', true],
    ['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}', false],
    ['{"a":":\\":{","b":"\\\\"}', false],
    ['{"__proto__":1,"constructor":2}', false],
    ['{"__proto__":1,"__proto__":2}', true],
    ['":"', false],
  ])('%s: %s', (text, expected) => expect(repeats(text)).toBe(expected));

  it('are never seen in what has none, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.json(), (text) => !repeats(text)),
      { numRuns: 2_000 },
    );
  });

  it('are seen wherever one is put', () => {
    const name = fc.string().filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(fc.jsonValue(), name, fc.jsonValue(), (inner, key, value) => {
        const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
        return repeats(`[${JSON.stringify(inner)},{${member},"other than ${key.length}":0,${member}}]`);
      }),
      { numRuns: 2_000 },
    );
  });
});
