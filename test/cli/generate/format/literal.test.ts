import { describe, expect, it } from '@jest/globals';
import { Code, printKey, printLiteral, printString } from '../../../../cli/generate/format/literal.ts';

describe('printString', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['"quoted"', '\'"quoted"\''],
    [`both ' and "`, `'both \\' and "'`],
    ['a\\b\n', "'a\\\\b\\n'"],
    ['naïve ✓', "'naïve ✓'"],
  ])('%j', (text, printed) => {
    expect(printString(text)).toBe(printed);
  });
});

describe('printKey', () => {
  it('puts quotes where a name needs them', () => {
    expect([printKey('code'), printKey('api-gateway'), printKey('1st')]).toEqual(['code', "'api-gateway'", "'1st'"]);
  });
});

describe('printLiteral', () => {
  it('prints on one line what fits, without what is undefined', () => {
    expect(printLiteral({ type: 'string', pattern: undefined, enum: ['a', null], min: -1, ok: true })).toBe(
      "{ type: 'string', enum: ['a', null], min: -1, ok: true }",
    );
    expect([printLiteral([]), printLiteral({}), printLiteral(null)]).toEqual(['[]', '{}', 'null']);
  });

  it('breaks what does not fit where it stands, from the outside in', () => {
    const value = { a: ['x'.repeat(50), 'y'.repeat(50)], b: 1 };
    expect(printLiteral(value, 12)).toBe(`{\n  a: ['${'x'.repeat(50)}', '${'y'.repeat(50)}'],\n  b: 1,\n}`);
    expect(printLiteral({ a: 'x'.repeat(100) }, 0, 4, 20)).toBe(`{\n      a: '${'x'.repeat(100)}',\n    }`);
  });

  it('calls what is code', () => {
    const call = (length: number) => new Code('f', [printString('x'.repeat(length)), '1']);
    expect(printLiteral({ a: call(3) })).toBe("{ a: f('xxx', 1) }");
    expect(printLiteral({ a: call(110) })).toBe(`{\n  a: f(\n    '${'x'.repeat(110)}',\n    1,\n  ),\n}`);
  });

  it('counts wide letters as two columns, and marks on others as none', () => {
    expect(printLiteral(['漢'.repeat(58)])).toBe(`['${'漢'.repeat(58)}']`);
    expect(printLiteral(['漢'.repeat(59)])).toContain('\n');
    expect(printLiteral(['e\u0301'.repeat(116)])).not.toContain('\n');
  });

  it('gives a string that is too long a line of its own, and numbers as few lines as they need', () => {
    const text = 'x'.repeat(110);
    expect(printLiteral({ name: text }, 0, 8)).toBe(`{\n          name:\n            '${text}',\n        }`);
    const numbers = printLiteral(Array.from({ length: 30 }, (_, n) => 1_000_000 + n)).split('\n');
    expect(numbers.map((line) => line.split(',').length - 1)).toEqual([0, 13, 13, 4, 0]);
  });

  it('gives several objects a line each', () => {
    expect(
      printLiteral([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    ).toBe('[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]');
    expect(printLiteral([{ a: 1 }, { a: 2 }])).toBe('[{ a: 1 }, { a: 2 }]');
  });
});
