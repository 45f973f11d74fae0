import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keepVerdicts, keptVerdicts } from '../../../cli/contracts/kept.ts';
import { versionOf } from '../../../cli/contracts/version.ts';

describe('what a code is called', () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root, stdio: 'pipe' });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurora-version-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is its commit, on its branch', async () => {
    git('init', '-q', '-b', 'trunk');
    write('a', '1');
    write('.gitignore', 'ignored\n');
    git('add', '-A');
    git('commit', '-qm', 'first');
    write('ignored', 'whatever');
    const { version, branch } = await versionOf(root);
    expect(version).toMatch(/^[0-9a-f]{12}$/);
    expect(branch).toBe('trunk');
    git('checkout', '-q', '--detach');
    expect(await versionOf(root)).toEqual({ version, branch: null });
  });

  it('is another one for each change, of files that git knows and of those that it does not, and the same for the same', async () => {
    git('init', '-q');
    mkdirSync(join(root, 'fleet'));
    write('a', '1');
    write('fleet/b', '1');
    git('add', '-A');
    git('commit', '-qm', 'first');
    const seen = new Set<string>();
    const see = async () => {
      const { version } = await versionOf(join(root, 'fleet'));
      seen.add(version);
      return version;
    };
    const clean = await see();
    write('a', 'beside the fleet');
    expect(await see()).toBe(clean);
    write('fleet/b', '2');
    const changed = await see();
    expect(changed).toMatch(/^[0-9a-f]{12}-dirty\.[0-9a-f]{8}$/);
    write('fleet/c', 'new');
    await see();
    write('fleet/c', 'newer');
    await see();
    rmSync(join(root, 'fleet/c'));
    expect(await see()).toBe(changed);
    expect(seen.size).toBe(4);
  });

  it('cannot be told without a commit', async () => {
    await expect(versionOf(root)).rejects.toMatchObject({ code: 'no_version', exit: 'usage' });
    git('init', '-q');
    await expect(versionOf(root)).rejects.toMatchObject({ code: 'no_version' });
  });

  it('is what results are kept under: of other code nothing is known', async () => {
    const verdict = (consumer: string, version: string, success = true) => ({
      consumer,
      provider: 'api',
      digest: 'd',
      version,
      consumerVersion: null,
      success,
      failures: [],
    });
    expect(await keptVerdicts(root, '1')).toEqual([]);
    await keepVerdicts(root, '1', [verdict('web', '1'), verdict('app', '1')]);
    await keepVerdicts(root, '1', [verdict('web', '1', false)]);
    expect(await keptVerdicts(root, '1')).toEqual([verdict('app', '1'), verdict('web', '1', false)]);
    expect(await keptVerdicts(root, '2')).toEqual([]);
    await keepVerdicts(root, '2', [verdict('web', '2')]);
    expect(await keptVerdicts(root, '1')).toEqual([]);
    write('.aurora/run/contracts/verified.json', '[{"na');
    expect(await keptVerdicts(root, '2')).toEqual([]);
  });
});
