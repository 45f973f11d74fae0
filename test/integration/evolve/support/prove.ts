import { expect } from '@jest/globals';
import type { StartedDatabase } from '../../../../shared/testing/database.ts';
import { Code, type Row } from './code.ts';
import { Database } from './database.ts';
import { Migrations, serviceOf, shopOf } from './shop.ts';

export interface Case {
  /** YAML of the entities. */
  readonly before: string;
  readonly after: string;
  /** Columns of today that hold what others held: `table.column` → `table.column` of before. */
  readonly same?: Readonly<Record<string, string>>;
  /** What only code of after writes, as soon as the expand part is there. */
  readonly fresh?: string;
  /** What a developer does between the two files, as the stop asks. */
  readonly fix?: string;
  /** The same on the way back. */
  readonly fixBack?: string;
  /** What both files together are called. */
  readonly files?: readonly string[];
}

let databases = 0;

/** All that a change must keep: see each step. */
export async function prove(
  server: StartedDatabase,
  { before, after, same = {}, fresh: written, fix, fixBack, files: names }: Case,
): Promise<void> {
  const [old, now] = [shopOf(before), shopOf(after)];
  const [was, is] = [new Code(serviceOf(old)), new Code(serviceOf(now))];
  using migrations = new Migrations();
  const first = migrations.generate(old).files;
  const { files } = migrations.generate(now);
  if (names) expect(files.map((file) => file.slice(file.lastIndexOf('/') + 6, -3))).toEqual(names);

  await using database = await new Database(await server.createDatabase(`evolve_${++databases}`)).open();
  for (const file of first) await database.migrate(file, 'up');
  const beginning = await database.catalog();
  for (const row of [1, 2, 3]) await was.insert(database, row);
  const rows = await was.read(database, 1);

  const phases = await Promise.all(
    files.map(async (file) => ((await import(file)) as { phase?: string }).phase ?? 'expand'),
  );
  const expand = files.filter((_, index) => phases[index] === 'expand');
  const contract = files.filter((_, index) => phases[index] === 'contract');
  expect([...expand, ...contract]).toEqual(files);

  for (const file of expand) await database.migrate(file, 'up');
  // Code of both writes, and each sees what the other one wrote.
  expect(await was.read(database, 1)).toEqual(rows);
  await was.insert(database, 4);
  await is.insert(database, 5);
  await was.update(database, 2, 6);
  await is.update(database, 3, 7);
  for (const row of [1, 2, 3, 4, 5]) seeEachOther(await was.read(database, row), await is.read(database, row), same);

  for (const sql of statements(written)) await database.run(sql);
  for (const sql of statements(fix)) await database.run(sql);
  for (const file of contract) await database.migrate(file, 'up');
  await is.insert(database, 8);
  const kept = await is.read(database, 1);
  seeEachOther(rows, kept, same);

  await using fresh = await new Database(await server.createDatabase(`evolve_${++databases}`)).open();
  using anew = new Migrations();
  for (const file of anew.generate(now).files) await fresh.migrate(file, 'up');
  expect(await database.catalog()).toEqual(await fresh.catalog());

  for (const file of contract.toReversed()) await database.migrate(file, 'down');
  for (const sql of statements(fixBack)) await database.run(sql);
  for (const file of expand.toReversed()) await database.migrate(file, 'down');
  expect(await database.catalog()).toEqual(beginning);
}

function statements(sql = ''): string[] {
  return sql.split(';').filter((each) => each.trim() !== '');
}

/** What both know is the same to both. */
function seeEachOther(
  was: Record<string, Row | undefined>,
  is: Record<string, Row | undefined>,
  same: Readonly<Record<string, string>>,
): void {
  for (const [table, row] of Object.entries(is)) {
    for (const [column, value] of Object.entries(row ?? {})) {
      const former = same[`${table}.${column}`] ?? `${same[table] ?? table}.${column}`;
      const [oldTable = '', oldColumn = ''] = former.split('.');
      const before = was[oldTable];
      if (before && oldColumn in before)
        expect({ table, column, value: plain(value) }).toEqual({ table, column, value: plain(before[oldColumn]) });
    }
  }
}

/** A value that has another type now is the same if it is spelled the same. */
function plain(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'string'
    ? String(value)
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : value;
}
