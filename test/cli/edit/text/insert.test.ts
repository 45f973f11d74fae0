import { describe, expect, it } from '@jest/globals';
import { append, insert } from '../../../../cli/edit/text/insert.ts';
import type { Value } from '../../../../cli/edit/text/render.ts';
import { openSource } from '../../../../cli/edit/text/source.ts';
import { applySplices } from '../../../../cli/edit/text/splice.ts';

const FIELD = { type: 'enum', values: ['open', 'paid'], default: 'open' };

function added(text: string, path: string, entries: { [key: string]: Value }): string {
  const source = openSource(text);
  return applySplices(text, insert(source, path.split('.'), entries));
}

/** `+` marks the lines that the change has brought; without them the text is what it was. */
const CASES: [title: string, path: string, entries: { [key: string]: Value }, result: string][] = [
  [
    'after the last key of a block',
    'a',
    { c: FIELD },
    'a:\n  b: 1\n+  c: { type: enum, values: [open, paid], default: open }\nd: 2\n',
  ],
  [
    'after the last line of what is nested',
    'a',
    { c: 1 },
    'a:\n  b:\n    - x\n    - y: |\n        text\n\n        more\n+  c: 1\nd: 2\n',
  ],
  ['before comments that follow', 'a', { c: 1 }, 'a:\n  b: 1 # one\n+  c: 1\n  # more to come\n\n# the end\nd: 2\n'],
  [
    'with mappings of mappings on lines of their own',
    'a',
    { c: { d: { e: 1 } } },
    'a:\n  b: 1\n+  c:\n+    d: { e: 1 }\n',
  ],
  [
    'open where its neighbours are',
    'a',
    { c: { type: 'text' } },
    'a:\n    b:\n        type: text\n+    c:\n+        type: text\n',
  ],
  ['with a blank line where its neighbours have one', 'a', { d: 1 }, 'a:\n  b: 1\n\n  c: 1\n+\n+  d: 1\n'],
  ['several at once', 'a', { c: 1, d: 2 }, 'a:\n  b: 1\n+  c: 1\n+  d: 2\n'],
  ['under a key that says nothing', 'a', { b: 1 }, 'a: # soon\n+  b: 1\nd: 2\n'],
  ['with what is missing on the way', 'a.b.c', { d: 1 }, 'a:\n  x: 1\n+  b:\n+    c: { d: 1 }\n'],
  ['on a level that is not indented otherwise', '', { e: 1 }, 'a: 1\n+e: 1\n'],
  ['below braces that take a line each, with a comma at the end', 'a', { c: 1 }, 'a: {\n  b: 1, # one\n+  c: 1,\n}\n'],
];

describe('insert', () => {
  it.each(CASES)('%s', (_, path, entries, marked) => {
    const lines = marked.split('\n');
    const before = lines.filter((line) => !line.startsWith('+')).join('\n');
    const after = lines.map((line) => line.replace(/^\+/, '')).join('\n');
    const result =
      path === '' ? applySplices(before, insert(openSource(before), [], entries)) : added(before, path, entries);
    expect(result).toBe(after);
  });

  it.each([
    ['in braces', 'a: { b: 1 } # why\n', 'a: { b: 1, c: 2 } # why\n'],
    ['in empty braces', 'a: {}\n', 'a: { c: 2 }\n'],
    ['in braces with a comma at the end', 'a: { b: 1, }\n', 'a: { b: 1, c: 2, }\n'],
    ['in braces that take lines, without one', 'a: {\n  b: 1 # one\n}\n', 'a: {\n  b: 1, # one\n  c: 2\n}\n'],
    ['instead of null', 'a: null # yet\n', 'a:  # yet\n  c: 2\n'],
    ['where the file has no last line end', 'a:\n  b: 1', 'a:\n  b: 1\n  c: 2'],
    ['between line ends of Windows', 'a:\r\n  b: 1\r\nd: 1\r\n', 'a:\r\n  b: 1\r\n  c: 2\r\nd: 1\r\n'],
    ['beside what is merged in', 'x: &x { y: 1 }\na:\n  <<: *x\n', 'x: &x { y: 1 }\na:\n  <<: *x\n  c: 2\n'],
  ])('%s', (_, before, after) => {
    expect(added(before, 'a', { c: 2 })).toBe(after);
  });

  it('quotes what would be read as something else', () => {
    const value = { pattern: '^\\d{4}$', on: 'true', none: 'null', text: "it's", list: ['a, b', '1'], empty: '' };
    const result = added('a:\n  b: 1\n', 'a', { 'c d': value });
    expect(result).toContain(
      `c d: { pattern: '^\\d{4}$', on: 'true', none: 'null', text: it's, list: ['a, b', '1'], empty: '' }`,
    );
    expect(openSource(result).document.toJS()).toEqual({ a: { b: 1, 'c d': value } });
  });

  it.each([
    [
      'an alias',
      'x: &x { y: 1 }\na: *x\n',
      'a',
      '`a` is an alias of `&x`, which this command does not change.',
      'line 2, column 4',
    ],
    [
      'what is merged in',
      'x: &x { y: { z: 1 } }\na:\n  <<: *x\n',
      'a.y',
      '`a.y` is merged in by `<<`, which this command does not change.',
      'line 3, column 3',
    ],
  ])('leaves %s to whoever wrote it', (_, text, path, message, place) => {
    expect(() => added(text, path, { c: 2 })).toThrow(
      expect.objectContaining({ code: 'edit_by_hand', message, details: [`It stands at ${place}.`] }),
    );
  });
});

describe('append', () => {
  it.each([
    ['a: [b]\n', 'a: [b, c, d]\n'],
    ['a: []\n', 'a: [c, d]\n'],
    ['a:\n  - b # one\nd: 1\n', 'a:\n  - b # one\n  - c\n  - d\nd: 1\n'],
    ['a:\n- b\n', 'a:\n- b\n- c\n- d\n'],
  ])('%j', (before, after) => {
    expect(applySplices(before, append(openSource(before), ['a'], ['c', 'd']))).toBe(after);
  });
});
