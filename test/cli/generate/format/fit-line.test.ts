import { describe, expect, it } from '@jest/globals';
import { fitLine } from '../../../../cli/generate/format/fit-line.ts';

describe('fitLine', () => {
  it.each([
    ['a call', 'find(\n  id,\n  executor,\n);', 'find(id, executor);'],
    ['an object', 'const a = {\n  b: 1,\n  c: 2,\n};', 'const a = { b: 1, c: 2 };'],
    ['an empty object', 'return {\n};', 'return {};'],
    ['a list', 'const a = [\n  1,\n  2,\n];', 'const a = [1, 2];'],
    ['a type', 'type A = B & {\n  readonly id?: string;\n};', 'type A = B & { readonly id?: string };'],
    ['a union', "  readonly a:\n    | 'b'\n    | null;", "  readonly a: 'b' | null;"],
    ['a condition', 'const a = b\n  ? c\n  : d;', 'const a = b ? c : d;'],
    ['a body', 'return (id) =>\n  find(id);', 'return (id) => find(id);'],
  ])('joins %s that fits', (_, broken, flat) => {
    expect(fitLine(broken)).toBe(flat);
  });

  it('leaves what is too long as it stands', () => {
    const broken = `find(\n  ${'a'.repeat(120)},\n);`;
    expect(fitLine(broken)).toBe(broken);
  });

  it('takes the first form whose lines fit', () => {
    const long = 'a'.repeat(100);
    const first = `const a =\n  ${long}() ?? ${long};`;
    const second = `const a =\n  ${long}() ??\n  ${long};`;
    expect(fitLine(first, second)).toBe(second);
  });

  it('counts to the last column', () => {
    const exactly = (length: number) => fitLine(`f(\n  ${'a'.repeat(length - 'f();'.length)},\n);`);
    expect(exactly(120)).toHaveLength(120);
    expect(exactly(121)).toContain('\n');
  });
});
