import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { AURORA_TABLES } from '../../../cli/config/reserved.ts';
import { LOG_TABLES, SPLIT_TABLES } from '../../../cli/runtimes/databases.ts';
import { repository } from '../../support/aurora.ts';

it('the tables that every service has are reserved, all of them', () => {
  const migrations = join(repository, 'migrations');
  const own = /-create-(messaging|reference-copies)\.ts$/;
  const all = readdirSync(migrations, { recursive: true, encoding: 'utf8' });
  const first = all.filter((file) => own.test(file)).map((file) => join(migrations, file));
  expect(first.length).toBeGreaterThan(0);
  const created = first.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/createTable\('(\w+)'/g)]);
  const tables = created.map(([, table]) => table as string);
  expect(new Set([...tables, ...LOG_TABLES, ...Object.values(SPLIT_TABLES)])).toEqual(AURORA_TABLES);
});
