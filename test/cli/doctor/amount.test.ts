import { expect, it } from '@jest/globals';
import { judge, megabyte } from '../../../cli/doctor/amount.ts';

it.each([
  [2000, 'ok'],
  [1000, 'ok'],
  [999, 'warn'],
  [100, 'warn'],
  [99, 'fail'],
])('%d MB where 100 are needed and 1000 comfortable: %s', (free, status) => {
  const verdict = judge(free * megabyte, { enough: 1000 * megabyte, least: 100 * megabyte }, 'make room');
  expect(verdict).toMatchObject({ status, found: expect.stringContaining(`${free} MB free`) });
  expect(verdict.next).toBe(status === 'ok' ? undefined : 'make room');
});

it('counts much in gigabytes', () => {
  expect(judge(77.5 * 1024 * megabyte, { enough: 1, least: 1 }, '')).toEqual({ status: 'ok', found: '77 GB free' });
});
