import { styleText } from 'node:util';
import { expect, it } from '@jest/globals';
import { table } from '../../cli/table.ts';

it('aligns columns by their widest cell, numbers to the right', () => {
  expect(
    table(
      ['NAME', 'PORT', 'STATUS'],
      [
        ['orders', 80, 'ready'],
        ['a', 8000, ''],
      ],
    ),
  ).toEqual(['NAME    PORT  STATUS', 'orders    80  ready', 'a       8000']);
});

it('does not count the colours of a cell', () => {
  const red = styleText('red', 'no', { validateStream: false });
  expect(
    table(
      ['A', 'B'],
      [
        [red, 'x'],
        ['yes', 'y'],
      ],
    ),
  ).toEqual(['A    B', `${red}   x`, 'yes  y']);
});

it('is only its heads without rows', () => {
  expect(table(['A', 'B'], [])).toEqual(['A  B']);
});
