import { describe, expect, it } from '@jest/globals';
import { examplesOf, fits } from './support/examples.ts';

const text = (shown: string) => ({ language: 'text' as const, text: shown });
const json = (shown: string) => ({ language: 'json' as const, text: shown });

describe('what a page shows of an output', () => {
  it.each([
    ['a  b\n', text('a b\n')],
    ['done (0.3 s)\n', text('done (…)\n')],
    ['one\ntwo\nthree\n', text('one\n…\nthree\n')],
    ['one\nthree\n', text('one\n…\nthree\n')],
    ['one\ntwo', text('one\n…\n')],
    ['{"a":1,"b":[2]}', json('{ "a": …, "b": [2] }')],
  ])('fits %j', (printed, shown) => {
    expect(fits(printed, shown)).toBe(true);
  });

  it.each([
    ['a b\nc\n', text('a b\n')],
    ['one\ntwo\n', text('one\n')],
    ['a.b', text('a?b')],
    ['one\nfour\n', text('one\n…\nthree\n')],
    ['{"a":1,"b":2}', json('{ "a": 1 }')],
  ])('does not fit %j', (printed, shown) => {
    expect(fits(printed, shown)).toBe(false);
  });
});

it('goes with the block before it, folded away or not', () => {
  const page = [
    '<!-- exits 1 -->',
    '```bash\nfalse\n```',
    '<details>\n<summary>What it prints</summary>\n',
    '```text\nnothing\n```',
    'Then:',
    '```bash\ntrue\n```',
    'which is unlike',
    '```text\nthis\n```',
  ].join('\n\n');
  expect(examplesOf(page).map(({ exitCode, expected }) => [exitCode, expected?.text])).toEqual([
    [1, 'nothing\n'],
    [0, undefined],
  ]);
});
