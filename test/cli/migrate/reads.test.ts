import { expect, it } from '@jest/globals';
import { formOf } from '../../../cli/migrate/form.ts';
import { isRead, isStep } from '../../../cli/migrate/reads.ts';

it.each([
  ['SELECT 1', true, false],
  ['  -- why\n /* or */ select * from orders', true, false],
  ["SELECT setval('orders_id_seq', 5)", false, true],
  ['SHOW TABLES', true, false],
  ["SET lock_timeout = '1s'", false, false],
  ['UPDATE orders SET state = 1', false, true],
  ['WITH old AS (DELETE FROM orders RETURNING *) INSERT INTO gone SELECT * FROM old', false, true],
])('%j reads: %s, is a step: %s', (sql, read, step) => {
  expect([isRead(sql), isStep(sql)]).toEqual([read, step]);
});

it('a form has no values', () => {
  expect(formOf(`INSERT INTO orders\n  VALUES (1, 2.5, 'it''s', 'a\\'b')`)).toBe(
    'INSERT INTO orders VALUES (?, ?, ?, ?)',
  );
});
