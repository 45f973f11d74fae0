import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ON_BOTH, type WrittenFleet, writtenFleet } from '../../../cli/migrate/lint/written-fleet.ts';
import { type Finished, run } from '../../../support/aurora.ts';
import { warmAurora as aurora } from '../../../support/warm-cli/index.ts';

const DROP = 'ALTER TABLE orders DROP COLUMN note';

const lint = (shop: WrittenFleet, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Finished> =>
  aurora(['migrate', 'lint', ...args], { cwd: shop.root, env: { GITHUB_ACTIONS: undefined, ...env } });

async function git(shop: WrittenFleet, ...args: string[]): Promise<void> {
  const who = ['-c', 'user.name=Anna', '-c', 'user.email=anna@example.org', '-c', 'commit.gpgsign=false'];
  const { exitCode, stderr } = await run('git', [...who, ...args], { cwd: shop.root });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

describe('aurora migrate lint', () => {
  it('prints findings with the way out, and exits 1 on errors', async () => {
    await using shop = await writtenFleet(ON_BOTH);
    await shop.write('0002-drop-note', DROP);
    const { exitCode, stdout, stderr } = await lint(shop);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'migrations/orders-service/0002-drop-note.ts',
      '  error   drop-column: orders.note (postgres, mysql)',
      `    sql   ${DROP}`,
      expect.stringMatching(/^ {4}why {3}What runs of the version before/),
      expect.stringMatching(/^ {4}safe {2}Stop using it/),
      '',
      `Where it is safe all the same, the file says why: export const allow = { 'drop-column': '…' };`,
      '',
      '2 migrations: 1 error, 0 warnings',
      '',
    ]);
  });

  it('exits 0 on warnings, and where all is well', async () => {
    await using shop = await writtenFleet();
    expect(await lint(shop)).toMatchObject({ exitCode: 0, stdout: '1 migration: 0 errors, 0 warnings\n' });
    await shop.write('0002-allow-null', 'ALTER TABLE orders ALTER COLUMN title DROP NOT NULL');
    const { exitCode, stdout } = await lint(shop);
    expect(stdout).toContain('  warning drop-not-null: orders.title (postgres)');
    expect(exitCode).toBe(0);
  });

  it('gives programs all of it as JSON, and nothing else', async () => {
    await using shop = await writtenFleet();
    await shop.write('0002-drop-note', DROP);
    const { exitCode, stdout } = await lint(shop, ['--json'], { GITHUB_ACTIONS: 'true' });
    expect(exitCode).toBe(1);
    const findings = [expect.objectContaining({ rule: 'drop-column', engines: ['postgres'], statement: DROP })];
    expect(JSON.parse(stdout)).toEqual({ engines: ['postgres'], migrations: 2, errors: 1, warnings: 0, findings });
  });

  it('annotates the lines of a pull request on GitHub', async () => {
    await using shop = await writtenFleet();
    await shop.write('0002-drop-note', DROP);
    const { stdout } = await lint(shop, [], { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: join(shop.root, '..') });
    const path = `${shop.root.split('/').at(-1)}/migrations/orders-service/0002-drop-note.ts`;
    expect(stdout).toContain(`\n::error file=${path},line=2,title=drop-column::orders.note%0AWhat runs`);
  });

  it('tells only what a commit does not have', async () => {
    await using shop = await writtenFleet();
    await shop.write('0002-drop-note', DROP);
    await git(shop, 'init', '--quiet', '--initial-branch=main');
    await git(shop, 'add', '.');
    await git(shop, 'commit', '--quiet', '-m', 'Begin');
    await shop.write('0003-shorten-title', 'ALTER TABLE orders ALTER COLUMN title TYPE varchar(40)');
    await git(shop, 'add', '.');
    await git(shop, 'commit', '--quiet', '-m', 'Shorten titles');
    await shop.write('0004-lengthen-title', 'ALTER TABLE orders ALTER COLUMN title TYPE varchar(45)');
    await rm(join(shop.root, 'migrations/orders-service/0002-drop-note.ts'));

    const { stdout } = await lint(shop, ['--since', 'main~1', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      migrations: 2,
      findings: [{ subject: 'orders.title', migration: '0003-shorten-title' }],
    });
    expect(await lint(shop, ['--since', 'main'])).toMatchObject({
      exitCode: 0,
      stdout: '1 migration: 0 errors, 0 warnings\n',
    });
  });

  it('says what git says where it knows no such commit', async () => {
    await using shop = await writtenFleet();
    await git(shop, 'init', '--quiet');
    const { exitCode, stderr } = await lint(shop, ['--since', 'nowhere']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: git cannot say what is new since nowhere\.\n.*nowhere/);
    expect(await lint(shop, ['--since=--output=x'])).toMatchObject({ exitCode: 2 });
  });
});
