import { describe, expect, it } from '@jest/globals';
import { sqlName } from '../../../../cli/generate/plan/view/sql-names.ts';

describe('names in SQL', () => {
  it('stay as they are where PostgreSQL keeps them', () => {
    expect(sqlName('orders', 'customer_id', 'fkey')).toBe('orders_customer_id_fkey');
    expect(sqlName('a'.repeat(31), 'b'.repeat(31))).toHaveLength(63);
  });

  it('are cut to 63 bytes otherwise, the same each time and each another', () => {
    const names = ['x', 'y'].map((end) => sqlName('a'.repeat(60), 'b'.repeat(20), end));
    expect(names.map(({ length }) => length)).toEqual([63, 63]);
    expect(new Set([...names, sqlName('a'.repeat(60), 'b'.repeat(20), 'x')]).size).toBe(2);
  });
});
