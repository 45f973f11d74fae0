import { describe, expect, it } from '@jest/globals';
import { type LintWanted, migrateLint } from '../../../../cli/actions/migrate-lint.ts';
import type { Finding } from '../../../../cli/migrate/lint/contract.ts';
import { ON_BOTH, type WrittenFleet, writtenFleet } from './written-fleet.ts';

const lint = async (shop: WrittenFleet, wanted: LintWanted = {}) => migrateLint(await shop.fleet(), wanted);
const told = ({ rule, subject }: Finding) => `${rule}: ${subject}`;

describe('the lint of migration files', () => {
  it('tells file, line, way, engines, statement, reason and safe form', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-drop-note', 'ALTER TABLE orders DROP COLUMN note');
    const { findings, ...counts } = await lint(shop);
    expect(counts).toEqual({ engines: ['postgres', 'mysql'], migrations: 2, errors: 1, warnings: 0 });
    expect(findings).toEqual([
      {
        service: 'orders-service',
        migration: '0002-drop-note',
        file: 'migrations/orders-service/0002-drop-note.ts',
        line: 2,
        direction: 'up',
        engines: ['postgres', 'mysql'],
        rule: 'drop-column',
        severity: 'error',
        subject: 'orders.note',
        statement: 'ALTER TABLE orders DROP COLUMN note',
        why: expect.stringContaining('each of them fails'),
        safe: expect.stringContaining(`phase = 'contract'`),
      },
    ]);
  });

  it('knows what earlier migrations have made', async () => {
    await using shop = await writtenFleet();
    await shop.write('0002-lengthen-title', 'ALTER TABLE orders ALTER COLUMN title TYPE varchar(60)');
    await shop.write('0003-shorten-title', 'ALTER TABLE orders ALTER COLUMN title TYPE varchar(55)');
    expect((await lint(shop)).findings.map(told)).toEqual(['change-column-type: orders.title']);
  });

  it('looks at what queryInterface makes, on each engine its own', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    const source = `
      export async function up({ queryInterface }) { await queryInterface.addIndex('orders', ['note'], { name: 'orders_note' }); }
      export async function down({ queryInterface }) { await queryInterface.removeIndex('orders', 'orders_note'); }`;
    await shop.writeSource('0002-index-note', source);
    const found = (await lint(shop)).findings;
    expect(found.map(({ rule, direction, engines }) => `${rule} ${direction} ${engines}`)).toEqual([
      'create-index-without-concurrently up postgres',
      'drop-index-without-concurrently down postgres',
    ]);
  });

  it('lets a contract drop, and a backfill write', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-drop-note', 'ALTER TABLE orders DROP COLUMN note', {
      exports: `export const phase = 'contract';`,
    });
    const source = `export const transaction = false;
      export async function up({ backfill }) { await backfill({ table: 'orders', set: "title = 'x'", where: 'title IS NULL' }); }
      export async function down() {}`;
    await shop.writeSource('0003-fill-title', source);
    expect((await lint(shop)).findings).toEqual([]);
  });

  it('tells of one service, or of one engine', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-index-note', 'CREATE INDEX k ON orders (title)');
    expect((await lint(shop, { engine: 'mysql' })).findings).toEqual([]);
    expect(await lint(shop, { service: 'settings' })).toMatchObject({ migrations: 0, findings: [] });
    await expect(lint(shop, { service: 'api-gateway' })).rejects.toMatchObject({ code: 'no_database' });
  });

  it('tells of one way what it can where the other cannot be run', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    const source = `export async function up({ sequelize }) { await sequelize.query('ALTER TABLE orders DROP COLUMN note'); }`;
    await shop.writeSource('0002-drop-note', source);
    expect((await lint(shop)).findings.map(told)).toEqual([
      'unrecordable-migration: It exports no function "down".',
      'drop-column: orders.note',
    ]);
  });

  it('goes on with the others where one cannot be run without a database', async () => {
    await using shop = await writtenFleet();
    await shop.writeSource(
      '0002-read-rows',
      'export async function up({ sequelize }) { const [[row]] = await sequelize.query("SELECT 1"); row.id; }\nexport async function down() {}',
    );
    await shop.write('0003-drop-note', 'ALTER TABLE orders DROP COLUMN note');
    expect((await lint(shop)).findings.map(told)).toEqual([
      expect.stringMatching(/^unrecordable-migration: Cannot read properties of undefined/),
      'drop-column: orders.note',
    ]);
  });
});

describe('an escape', () => {
  const drop = 'ALTER TABLE orders DROP COLUMN note';
  const allow = (rules: Record<string, string>) => ({ exports: `export const allow = ${JSON.stringify(rules)};` });

  it('needs a reason, and is then enough', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-drop-note', drop, allow({ 'drop-column': 'Nobody has read it since March.' }));
    expect((await lint(shop)).findings).toEqual([]);
  });

  it.each([
    [{ 'drop-column': 'ok' }, ['allow-without-reason: drop-column: ok']],
    [{ 'drop-column': 'see above' }, ['allow-without-reason: drop-column: see above']],
    [
      { 'drop-columm': 'Nobody has read it.' },
      ['allow-unknown-rule: drop-columm: did you mean drop-column?', 'drop-column: orders.note'],
    ],
    [{ 'drop-column': 'Nobody has read it.', 'drop-table': 'Nobody has read it.' }, ['allow-not-needed: drop-table']],
    [
      { 'allow-not-needed': 'We like to allow.', 'drop-column': 'Nobody has read it.' },
      ['allow-unknown-rule: allow-not-needed'],
    ],
  ])('is looked at itself: %j', async (rules, expected) => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-drop-note', drop, allow(rules));
    const { findings, errors } = await lint(shop);
    expect(findings.map(told)).toEqual(expected);
    expect(errors).toBe(expected.length);
    expect(findings[0]).toMatchObject({ file: 'migrations/orders-service/0002-drop-note.ts', line: 1 });
  });

  it('that is empty is told as what the file does wrong', async () => {
    await using shop = await writtenFleet();
    await shop.write('0002-drop-note', drop, allow({ 'drop-column': ' ' }));
    expect((await lint(shop)).findings.map(told)).toEqual([expect.stringMatching(/^unrecordable-migration: .*reason/)]);
  });

  it('that another engine needs is needed', async () => {
    await using shop = await writtenFleet();
    const reason = 'The table has forty rows.';
    const index = 'CREATE INDEX k ON orders (title)';
    await shop.write('0002-index-title', index, allow({ 'create-index-without-concurrently': reason }));
    await shop.write(
      '0003-check-title',
      'ALTER TABLE orders ADD COLUMN size int CHECK (size > 0)',
      allow({ 'constraint-copies-table': reason, 'constraint-without-not-valid': reason }),
    );
    for (const engine of ['postgres', 'mysql'] as const) expect((await lint(shop, { engine })).findings).toEqual([]);
  });

  it('that no engine needs is told on each of them', async () => {
    await using shop = await writtenFleet();
    await shop.write(
      '0002-add-size',
      'ALTER TABLE orders ADD COLUMN size int',
      allow({ 'fulltext-index': 'The table has forty rows.' }),
    );
    for (const engine of ['postgres', 'mysql'] as const) {
      expect((await lint(shop, { engine })).findings.map(told)).toEqual(['allow-not-needed: fulltext-index']);
    }
  });
});
