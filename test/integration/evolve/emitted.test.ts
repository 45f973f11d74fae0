import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lintService } from '../../../cli/migrate/lint/lint.ts';
import { packageRoot } from '../../../cli/package.ts';
import { CASES } from './support/cases.ts';
import { anyChange } from './support/sequences.ts';
import { Migrations, shopOf } from './support/shop.ts';

const run = promisify(execFile);

const ANY = fc.sample(anyChange, { seed: 1, numRuns: 40 }).map((change, index) => [`${index}`, change] as const);
const ALL = [...Object.entries(CASES), ...ANY];

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aurora-emitted-'));
  for (const [name, { before, after }] of ALL) {
    using migrations = new Migrations();
    migrations.generate(shopOf(before));
    for (const file of migrations.generate(shopOf(after)).files)
      cpSync(file, join(root, `${name.replaceAll(/\W+/g, '-')}-${basename(file)}`));
  }
  cpSync(join(packageRoot, 'biome.json'), join(root, 'biome.json'));
  writeFileSync(join(root, 'package.json'), '{\n  "type": "module"\n}\n');
  symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('emitted migrations', () => {
  it('are as the formatter would leave them, and the linter has nothing to say', async () => {
    const biome = join(packageRoot, 'node_modules/.bin/biome');
    await run(biome, ['check', '--error-on-warnings', '--vcs-enabled=false', root], { cwd: root });
  });

  it('compile', async () => {
    const compilerOptions = { incremental: false, tsBuildInfoFile: null };
    const config = { extends: join(packageRoot, 'tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] };
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
    const { stdout } = await run(join(packageRoot, 'node_modules/.bin/tsc'), ['--noEmit', '-p', root]).catch(
      (error) => error,
    );
    expect(stdout).toBe('');
  });

  it.each(ALL)('are no danger that is not told of: %s', async (_, { before, after }) => {
    using migrations = new Migrations();
    const all = [...migrations.generate(shopOf(before)).files, ...migrations.generate(shopOf(after)).files];
    const files = all.map((path) => ({ name: basename(path, '.ts'), path, checksum: '' }));
    const wanted = { service: 'shop-service', files, isTold: () => true, root: migrations.folder };
    expect(await lintService({ ...wanted, engines: ['postgres', 'mysql'] })).toEqual([]);
    // A fleet that has one engine reads the same files.
    expect(await lintService({ ...wanted, engines: ['postgres'] })).toEqual([]);
    expect(await lintService({ ...wanted, engines: ['mysql'] })).toEqual([]);
  });

  it.each(['postgres', 'mysql'])('stop before they change anything, on both ways: %s', async (dialect) => {
    for (const { before, after } of Object.values(CASES)) {
      using migrations = new Migrations();
      migrations.generate(shopOf(before));
      for (const file of migrations.generate(shopOf(after)).files) {
        const module = await import(file);
        for (const way of ['up', 'down']) {
          const asked: string[] = [];
          const sequelize = { getDialect: () => dialect, query: async (sql: string) => [[asked.push(sql)]] };
          const queryInterface = new Proxy({}, { get: (_, name) => async () => asked.push(String(name)) });
          await module[way]({
            sequelize,
            queryInterface,
            backfill: async ({ set }: { set: string }) => asked.push(set),
          });
          const isRead = asked.map((sql) => sql.startsWith('SELECT'));
          expect(isRead).toEqual(isRead.toSorted().toReversed());
        }
      }
    }
  });

  it('say the same each time', () => {
    for (const { before, after } of Object.values(CASES)) {
      const texts = () => {
        using migrations = new Migrations();
        migrations.generate(shopOf(before));
        return migrations.generate(shopOf(after)).files.map((file) => [basename(file), readFileSync(file, 'utf8')]);
      };
      expect(texts()).toEqual(texts());
    }
  });
});
