import { expect, it } from '@jest/globals';
import { lastLinesOf } from '../../../cli/runtimes/last-lines-of.ts';

const lines = ['a 1', 'b 1', null, 'a 2', 'a 3', 'b 2'].map((each) =>
  each === null ? null : { service: each.slice(0, 1), text: each.slice(2) },
);
const last = (count?: number) => [...lastLinesOf(lines, count)].flatMap((line) => line?.service + (line?.text ?? ''));

it('keeps the last lines of each service, in their order', () => {
  expect(last(1)).toEqual(['undefined', 'a3', 'b2']);
  expect(last(2)).toEqual(['undefined', 'b1', 'a2', 'a3', 'b2']);
  expect(last(0)).toEqual(['undefined']);
  expect(last()).toHaveLength(lines.length);
});
