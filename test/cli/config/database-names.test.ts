import { describe, expect, it } from '@jest/globals';
import { databaseName } from '../../../cli/config/database-names.ts';

describe('names in SQL', () => {
  it('stay as they are where PostgreSQL keeps them', () => {
    expect(databaseName('orders', 'customer_id', 'fkey')).toBe('orders_customer_id_fkey');
    expect(databaseName('a'.repeat(31), 'b'.repeat(31))).toHaveLength(63);
  });

  it('are cut to 63 bytes otherwise, the same each time and each another', () => {
    const names = ['x', 'y'].map((end) => databaseName('a'.repeat(60), 'b'.repeat(20), end));
    expect(names.map(({ length }) => length)).toEqual([63, 63]);
    expect(new Set([...names, databaseName('a'.repeat(60), 'b'.repeat(20), 'x')]).size).toBe(2);
  });
});
