import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../../../cli/migrate/lint/contract.ts';
import { nothingKnown, settle } from '../../../../cli/migrate/lint/known.ts';
import { mysqlReader } from '../../../../cli/migrate/lint/mysql/read.ts';
import { postgresReader } from '../../../../cli/migrate/lint/postgres/read.ts';
import { RULES } from '../../../../cli/migrate/lint/rules/all.ts';
import { type Found, lintStatements } from '../../../../cli/migrate/lint/statements.ts';
import { BEFORE, CASES, type Migration } from './rules.cases.ts';

const READERS = { postgres: await postgresReader(), mysql: mysqlReader };

async function lint(engine: Engine, migration: string | Migration, direction: 'up' | 'down' = 'up'): Promise<Found[]> {
  const known = nothingKnown();
  const read = READERS[engine];
  const usual = { engine, direction: 'up', phase: 'expand', inTransaction: true } as const;
  await lintStatements({ ...usual, statements: BEFORE[engine].map((sql) => ({ sql })) }, read, known);
  settle(known);
  const {
    sql,
    transaction = true,
    phase = 'expand',
    backfill,
  }: Migration = typeof migration === 'string' ? { sql: migration } : migration;
  const calls = typeof sql !== 'string' ? sql : sql.startsWith('DO ') ? [sql] : sql.split(';');
  const statements = calls
    .filter((part) => !/^\s*$/.test(part))
    .map((part) => ({ sql: part, ...(backfill && { backfill }) }));
  const way = { engine, direction, phase, inTransaction: transaction && engine === 'postgres', statements };
  return lintStatements(way, read, known);
}

const cases = CASES.flatMap(({ on, ...rest }) => on.map((engine) => ({ engine, ...rest })));
const each = (which: 'fails' | 'passes') =>
  cases.flatMap(({ engine, rule, ...rest }) =>
    rest[which].map((migration) => ({
      engine,
      rule,
      migration,
      sql: typeof migration === 'string' ? migration : migration.sql,
    })),
  );

describe('a rule', () => {
  it.each(each('fails'))('$rule on $engine tells of: $sql', async ({ engine, rule, migration }) => {
    expect((await lint(engine, migration)).map(({ rule }) => rule.id)).toContain(rule);
  });

  it.each(each('passes'))('$rule on $engine says nothing of: $sql', async ({ engine, rule, migration }) => {
    const found = await lint(engine, migration);
    const wrong = found.filter(({ rule: { id, severity } }) => id === rule || severity === 'error');
    expect(wrong.map(({ rule, subject }) => `${rule.id}: ${subject}`)).toEqual([]);
  });

  it('has a migration that it tells of, and one that passes, on each of its engines', () => {
    const tried = new Set(cases.map(({ rule, engine }) => `${rule} on ${engine}`));
    const all = RULES.flatMap(({ id, engines }) => engines.map((engine) => `${id} on ${engine}`));
    expect([...tried].sort()).toEqual(all.sort());
  });

  it('has a name of its own, in kebab-case, and sentences', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, why, safe } of RULES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
      for (const words of [why, safe].flatMap((told) => (typeof told === 'string' ? [told] : Object.values(told)))) {
        expect(words).toMatch(/\.$/);
      }
    }
  });
});

describe('the way back', () => {
  it.each([
    'DROP TABLE orders',
    'ALTER TABLE orders DROP COLUMN note',
    'ALTER TABLE orders ADD COLUMN room int NOT NULL',
  ])('may break and lose what came with it: %s', async (sql) => {
    expect(await lint('postgres', sql, 'down')).toEqual([]);
    expect(await lint('mysql', sql, 'down')).toEqual([]);
  });

  it('may not lock', async () => {
    const found = await lint('postgres', 'DROP INDEX orders_title', 'down');
    expect(found.map(({ rule }) => rule.id)).toEqual(['drop-index-without-concurrently']);
  });

  it('drops what is on a table together with it', async () => {
    expect(await lint('postgres', 'DROP INDEX orders_title; DROP TABLE orders', 'down')).toEqual([]);
  });
});
