import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, lstat, mkdir, mkdtemp, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Finished, repository, run } from '../support/aurora.ts';

/** A clone with one dependency, a folder of its own, so that npm needs no network; its CLI prints what it was given. */
let root: string;

beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'aurora-launcher-')), 'a clone');
  await mkdir(join(root, 'bin'), { recursive: true });
  await copyFile(join(repository, 'bin', 'aurora'), join(root, 'bin', 'aurora'));
  await writeFile(
    join(root, 'bin', 'run.js'),
    'console.log(JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd(), node: process.version }));',
  );
  const manifest = { name: 'clone', version: '1.0.0', dependencies: { dep: 'file:dep' } };
  const lock = {
    name: 'clone',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': manifest, dep: { version: '1.0.0' }, 'node_modules/dep': { resolved: 'dep', link: true } },
  };
  await mkdir(join(root, 'dep'));
  await writeFile(join(root, 'dep', 'package.json'), JSON.stringify({ name: 'dep', version: '1.0.0' }));
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(lock));
});

afterEach(() => rm(dirname(root), { recursive: true, force: true }));

const launcher = () => join(root, 'bin', 'aurora');
const launch = (args: string[] = [], options: Parameters<typeof run>[2] = {}): Promise<Finished> =>
  run(launcher(), args, options);

/** Puts a program before all others on the PATH; `$REAL` in its script is the one it stands before. */
async function before(program: string, script: string): Promise<{ PATH: string }> {
  const folder = join(root, 'path');
  const { stdout } = await run('sh', ['-c', `command -v ${program}`]);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, program), `#!/bin/sh\nREAL=${stdout.trim()}\n${script}\n`);
  await chmod(join(folder, program), 0o755);
  return { PATH: `${folder}:${process.env.PATH}` };
}

const installs = (runs: Finished[]) => runs.filter(({ stderr }) => stderr.includes('Installing dependencies')).length;

describe('the launcher', () => {
  it('passes arguments and folder on as they are', async () => {
    await launch();
    const { exitCode, stdout } = await launch(['a b', '--c', '$d', ''], { cwd: tmpdir() });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ argv: ['a b', '--c', '$d', ''], cwd: tmpdir() });
  });

  it('works through symlinks, absolute and relative', async () => {
    await launch();
    await symlink(launcher(), join(root, 'absolute'));
    await symlink('../absolute', join(root, 'bin', 'relative'));
    for (const link of ['absolute', 'bin/relative']) {
      expect(await run(join(root, link), [])).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });

  it('prefers the Node of the folder to that on the PATH', async () => {
    await launch();
    await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
    await writeFile(join(root, 'node_modules', '.bin', 'node'), '#!/bin/sh\necho its own', { mode: 0o755 });
    expect((await launch()).stdout).toBe('its own\n');
  });

  it('runs the installed package where the folder is a fleet without a CLI of its own', async () => {
    await launch();
    await rm(join(root, 'bin', 'run.js'));
    const folder = join(root, 'node_modules', 'aurora-fleet', 'bin');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'run.js'), 'console.log("the package")');
    expect((await launch()).stdout).toBe('the package\n');
  });
});

describe('the install', () => {
  it('happens once, and tells so on stderr alone', async () => {
    const runs = [await launch(), await launch()];
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(runs[0]?.stderr).toMatch(/^Installing dependencies .*\n/);
    expect(runs[1]?.stderr).toBe('');
    expect((await lstat(join(root, 'node_modules', 'dep'))).isSymbolicLink()).toBe(true);
  });

  it('happens again for another lockfile, not for the same one with another date', async () => {
    await launch();
    const later = new Date(Date.now() + 60_000);
    await utimes(join(root, 'package-lock.json'), later, later);
    expect(installs([await launch()])).toBe(0);

    await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'clone', version: '1.0.0' }));
    await writeFile(
      join(root, 'package-lock.json'),
      JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'clone', version: '1.0.0' } } }),
    );
    await utimes(join(root, 'package-lock.json'), later, later);
    expect(installs([await launch(), await launch()])).toBe(1);
  });

  it('happens without a lockfile too, and makes one', async () => {
    await rm(join(root, 'package-lock.json'));
    const runs = [await launch(), await launch()];
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(installs(runs)).toBe(1);
    expect((await lstat(join(root, 'package-lock.json'))).isFile()).toBe(true);
  });

  it('happens once for two that start together', async () => {
    const runs = await Promise.all([launch(), launch()]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect((await lstat(join(root, 'node_modules', 'dep'))).isSymbolicLink()).toBe(true);
    await expect(readlink(join(root, '.aurora', 'run', 'install.lock'))).rejects.toThrow('ENOENT');
  });

  it('is done again after one that was killed', async () => {
    // Stops where npm has taken the lock and begun to write, until it is killed.
    const env = await before('npm', 'mkdir -p node_modules/half; echo begun; exec sleep 600');
    const launched: ChildProcess = spawn(launcher(), {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    while (!told.includes('begun')) told += (await once(launched.stderr as NodeJS.ReadableStream, 'data')).toString();
    const npm = Number(await readlink(join(root, '.aurora', 'run', 'install.lock')));
    launched.kill('SIGKILL');
    process.kill(npm, 'SIGKILL');
    await once(launched, 'close');

    const healed = await launch();
    expect(healed).toMatchObject({ exitCode: 0 });
    expect(installs([healed])).toBe(1);
    await expect(lstat(join(root, 'node_modules', 'half'))).rejects.toThrow('ENOENT');
  });

  it('needs no HOME', async () => {
    for (const HOME of [undefined, '', '/proc/nowhere']) {
      await rm(join(root, 'node_modules'), { recursive: true, force: true });
      expect(await launch([], { env: { HOME, npm_config_cache: undefined } })).toMatchObject({ exitCode: 0 });
    }
  });

  it('says what is missing without npm', async () => {
    const { stdout: shell } = await run('sh', ['-c', 'command -v sh']);
    await mkdir(join(root, 'path'));
    for (const tool of ['cmp', 'touch', 'readlink', 'mkdir', 'chmod', 'rm']) {
      const { stdout } = await run('sh', ['-c', `command -v ${tool}`]);
      await symlink(stdout.trim(), join(root, 'path', tool));
    }
    const { exitCode, stderr } = await run(shell.trim(), [launcher()], { env: { PATH: join(root, 'path') } });
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/^error: npm was not found.*\n.*next: install npm/s);
  });

  it('passes on why npm failed', async () => {
    await writeFile(join(root, 'package-lock.json'), '{}');
    const { exitCode, stderr } = await launch();
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/npm error .*error: npm ci failed with exit code 1/s);
  });
});
