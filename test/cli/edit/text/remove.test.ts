import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { insert } from '../../../../cli/edit/text/insert.ts';
import { remove } from '../../../../cli/edit/text/remove.ts';
import { openSource } from '../../../../cli/edit/text/source.ts';
import { applySplices } from '../../../../cli/edit/text/splice.ts';

function removed(text: string, ...paths: string[]): string {
  const source = openSource(text);
  return applySplices(
    text,
    remove(
      source,
      paths.map((path) => path.split('.')),
    ),
  );
}

describe('remove', () => {
  it.each([
    ['a line', 'a:\n  b: 1\n  c: 2 # two\n  d: 3\n', ['a.c'], 'a:\n  b: 1\n  d: 3\n'],
    [
      'all lines of what is nested',
      'a:\n  b:\n    x: |\n      text\n    y: [1,\n      2]\n  d: 3\n',
      ['a.b'],
      'a:\n  d: 3\n',
    ],
    [
      'comments right above',
      'a:\n  b: 1\n\n  # about c\n  # indeed\n  c: 2\n  d: 3\n',
      ['a.c'],
      'a:\n  b: 1\n\n  d: 3\n',
    ],
    ['no comments apart', 'a:\n  # about all\n\n  c: 2\n  d: 3\n', ['a.c'], 'a:\n  # about all\n\n  d: 3\n'],
    [
      'comments within, at its end',
      'a:\n  b:\n    c: 1\n    # d: 2\n  # about e\n  e: 1\n',
      ['a.b'],
      'a:\n  # about e\n  e: 1\n',
    ],
    ['one of two blank lines', 'a: 1\n\nb: 2\n\nc: 3\n', ['b'], 'a: 1\n\nc: 3\n'],
    ['the blank line after the first', 'a:\n  b: 1\n\n  c: 2\n', ['a.b'], 'a:\n  c: 2\n'],
    ['the last line', 'a: 1\nb: 2', ['b'], 'a: 1\n'],
    ['several', 'a:\n  b: 1\n  c: 2\n  d: 3\n', ['a.b', 'a.c'], 'a:\n  d: 3\n'],
    ['all', 'a:\n  b: 1\n  c: 2\nd: 3\n', ['a.b', 'a.c'], 'a:\n  {}\nd: 3\n'],
    ['what is within something that goes, too', 'a:\n  b: { c: 1 }\n  d: 2\n', ['a.b', 'a.b.c'], 'a:\n  d: 2\n'],
    ['the first between braces', 'a: { b: 1, c: 2, d: 3 } # x\n', ['a.b'], 'a: { c: 2, d: 3 } # x\n'],
    ['the last between braces', 'a: { b: 1, c: 2, d: 3, }\n', ['a.c', 'a.d'], 'a: { b: 1, }\n'],
    ['two apart between braces', 'a: { b: 1, c: 2, d: 3 }\n', ['a.b', 'a.d'], 'a: { c: 2 }\n'],
    ['all between braces', 'a: { b: [1] }\n', ['a.b.0'], 'a: { b: [] }\n'],
    ['a line between braces', 'a: {\n  b: 1, # one\n  c: 2, # two\n}\n', ['a.b'], 'a: {\n  c: 2, # two\n}\n'],
    ['the last line between braces', 'a: {\n  b: 1, # one\n  c: 2\n}\n', ['a.c'], 'a: {\n  b: 1, # one\n}\n'],
    ['an item', 'a:\n  - b\n  - c\n', ['a.0'], 'a:\n  - c\n'],
    ['between line ends of Windows', 'a: 1\r\nb: 2\r\nc: 3\r\n', ['b'], 'a: 1\r\nc: 3\r\n'],
  ])('%s', (_, before, paths, after) => {
    expect(removed(before, ...paths)).toBe(after);
    openSource(after);
  });

  it('brings back, byte for byte, what was before something was added', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,6}$/);
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.array(name));
    const value = fc.oneof(leaf, fc.dictionary(name, leaf), fc.dictionary(name, fc.dictionary(name, leaf)));
    const layout = fc.record({
      eol: fc.constantFrom('\n', '\r\n'),
      step: fc.constantFrom(2, 4),
      gap: fc.boolean(),
      comment: fc.boolean(),
      flow: fc.boolean(),
    });
    fc.assert(
      fc.property(layout, value, ({ eol, step, gap, comment, flow }, added) => {
        const column = ' '.repeat(step);
        const between = gap ? ['', ''] : [''];
        const block = [
          'map:',
          `${column}B1: { x: 1 }${comment ? ' # one' : ''}`,
          ...between.slice(1),
          `${column}B2: [1]`,
        ];
        const text = [
          flow ? "map: { B1: 'x', B2: [1] } # one" : block.join(eol),
          ...between.slice(1),
          'end: 1',
          '',
        ].join(eol);
        const inserted = applySplices(text, insert(openSource(text), ['map'], { ADDED: added }));
        expect(openSource(inserted).document.toJS().map.ADDED).toEqual(added);
        expect(removed(inserted, 'map.ADDED')).toBe(text);
      }),
    );
  });
});
