import { describe, expect, it } from '@jest/globals';
import { describeSql } from '../../../shared/tracing/index.ts';

describe('what a statement does', () => {
  it.each([
    ['SELECT "id" FROM "orders" WHERE "id" = $1', 'SELECT orders'],
    ['select o.id from only `orders` o', 'SELECT orders'],
    ['INSERT INTO inbox (consumer) VALUES ($1) ON CONFLICT DO NOTHING', 'INSERT inbox'],
    ['INSERT INTO "a" ("id") VALUES ($1) ON DUPLICATE KEY UPDATE "b" = $2', 'INSERT a'],
    ['UPDATE "orders" SET "state" = $1', 'UPDATE orders'],
    ['DELETE FROM outbox WHERE id = ANY($1)', 'DELETE outbox'],
    [
      'WITH written AS (INSERT INTO "orders" ("id") VALUES ($1) RETURNING 1) INSERT INTO outbox SELECT 1 FROM written',
      'INSERT orders',
    ],
    ['WITH due AS (SELECT id FROM outbox FOR UPDATE SKIP LOCKED) UPDATE outbox SET tries = 1', 'UPDATE outbox'],
    ['WITH page AS (SELECT id FROM orders) SELECT * FROM page', 'SELECT orders'],
    ['SELECT "a" FROM "größen" FOR UPDATE', 'SELECT größen'],
    ['SELECT pg_try_advisory_xact_lock($1) AS locked', 'SELECT'],
    ['START TRANSACTION;', 'START'],
    ['COMMIT;', 'COMMIT'],
    ['', 'SQL'],
  ])('%s', (text, name) => {
    expect(describeSql(text).name).toBe(name);
    expect(describeSql(text)).toBe(describeSql(text));
  });

  it('is not kept of any number of statements', () => {
    for (let each = 0; each < 2_000; each++) describeSql(`SELECT ${each}`);
    const text = 'SELECT 1 FROM late';
    expect(describeSql(text)).not.toBe(describeSql(text));
    expect(describeSql(text).name).toBe('SELECT late');
  });
});
