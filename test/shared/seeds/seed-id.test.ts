import { describe, expect, it } from '@jest/globals';
import { seedId } from '../../../shared/seeds/index.ts';

describe('the id of a seed', () => {
  it('is a UUIDv7 that is the same on every machine', () => {
    expect(seedId('orders-service', 'orders', 'first')).toBe('016f5e66-e800-7c90-aa40-d5a3c9977fb4');
    expect(seedId('orders-service', 'orders', 'first')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('differs by service, entity and key', () => {
    const ids = [
      seedId('orders-service', 'orders', 'first'),
      seedId('orders-service', 'orders', 'second'),
      seedId('orders-service', 'lines', 'first'),
      seedId('stock-service', 'orders', 'first'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sorts before whatever is created later', () => {
    expect(Number.parseInt(seedId('a', 'b', 'c').replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2020, 0, 1));
  });
});
