import { expect, test } from '@jest/globals';
import { Buckets, bucketOf } from '../../../../cli/split/verify/checksum/buckets.ts';

const rows = Array.from({ length: 1_000 }, (_, at) => ({ id: `id-${at}`, values: [`${at}`, null, ''] }));
const sumOf = (all: readonly (typeof rows)[number][]): Buckets => {
  const buckets = new Buckets();
  for (const row of all) buckets.add(row);
  return buckets;
};

test('the same rows have the same sums, in any order', () => {
  const [one, other] = [sumOf(rows), sumOf(rows.toReversed())];
  expect(one.checksum).toBe(other.checksum);
  expect(one.checksum).toMatch(/^[0-9a-f]{16}$/);
  expect(one.unlike(other).size).toBe(0);
});

test.each([
  ['one is not there', rows.slice(1)],
  ['one is there twice', [...rows, rows[0] as (typeof rows)[number]]],
  ['null is an empty text', [{ id: 'id-0', values: ['0', '', ''] }, ...rows.slice(1)]],
  ['values have changed places', [{ id: 'id-0', values: ['', null, '0'] as never }, ...rows.slice(1)]],
])('where %s, they differ, and tell where to look', (_, changed) => {
  const [one, other] = [sumOf(rows), sumOf(changed as typeof rows)];
  expect(one.checksum).not.toBe(other.checksum);
  expect([...one.unlike(other)]).toEqual([bucketOf('id-0')]);
});

test('what is taken out again leaves nothing', () => {
  const sums = sumOf(rows);
  for (const row of rows) sums.remove(row);
  expect(sums.checksum).toBe('0000000000000000');
  expect(sums.count).toBe(0);
});
