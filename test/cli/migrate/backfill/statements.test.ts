import { describe, expect, it } from '@jest/globals';
import { nextKeys, rangeStatement } from '../../../../cli/migrate/backfill/statements.ts';

const one = { table: 'orders', set: 'state = 1', where: 'state IS NULL OR state = 2' };
const two = { table: 'shop.lines', key: ['part', 'name'], set: 'state = 1' };

describe('a batch', () => {
  it('begins after the last row of the one before, and never counts rows off', () => {
    expect(nextKeys(one, 'postgres', undefined, 500)).toBe('SELECT "id" FROM "orders" ORDER BY "id" LIMIT 500');
    expect(nextKeys(one, 'mysql', ['7'], 500)).toBe(
      'SELECT `id` FROM `orders` WHERE (`id` > 7) ORDER BY `id` LIMIT 500',
    );
  });

  it('changes the rows of a range that need it', () => {
    expect(rangeStatement(one, 'postgres', ["'7'"], ["'9'"])).toBe(
      `UPDATE "orders" SET state = 1 WHERE ("id") > ('7') AND ("id") <= ('9') AND (state IS NULL OR state = 2)`,
    );
  });

  it('compares several columns as each engine finds them in an index', () => {
    expect(rangeStatement(two, 'postgres', ['1', "'b'"], ['2', "'a'"])).toBe(
      `UPDATE "shop"."lines" SET state = 1 WHERE ("part", "name") > (1, 'b') AND ("part", "name") <= (2, 'a')`,
    );
    expect(rangeStatement(two, 'mysql', ['1', "'b'"], ['2', "'a'"])).toBe(
      "UPDATE `shop`.`lines` SET state = 1 WHERE (`part` > 1 OR `part` = 1 AND `name` > 'b') AND (`part` < 2 OR `part` = 2 AND `name` <= 'a')",
    );
  });
});
