import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { lockFile } from '../../../cli/lock-file.ts';
import { until } from '../../../shared/testing/until.ts';
import { type Finished, repository, run } from '../../support/aurora.ts';
import { Packages } from '../../support/packages.ts';

// To pack this repository is to build it.
jest.setTimeout(120_000);

const CLONE = join(repository, 'bin', 'run.js');
let packages: Packages;
let folder: string;

beforeAll(async () => {
  packages = await Packages.pack();
  packages.noteTarball();
});

afterAll(() => packages?.[Symbol.dispose]());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aurora-init-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Without packages, which is what takes long; new-fleet.test.ts has them.
 * @param program that of the package as it is installed, unless told otherwise
 */
function init(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  program = packages.program,
): Promise<Finished> {
  const alone = {
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: folder,
  };
  return run(process.execPath, [program, 'init', ...args, '--no-install'], { cwd: folder, env: { ...alone, ...env } });
}

/** The least there is, where it is about something else than what is made. */
const MINIMAL = ['--template', 'minimal'];
const git = async (fleet: string, ...args: string[]) =>
  (await run('git', args, { cwd: join(folder, fleet) })).stdout.trim();
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

describe('aurora init', () => {
  it('makes a fleet with everything in one commit, and nothing that generate would change', async () => {
    writeFileSync(join(folder, 'gitconfig'), '[user]\nname = Ada\nemail = ada@example.org\n');
    const made = await init(['shop', '--template', 'store', '--json']);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({
      root: join(folder, 'shop'),
      name: 'shop',
      template: 'store',
      dependency: expect.stringMatching(/^file:vendor\/aurora-fleet-.*\.tgz$/),
      installed: false,
      commit: await git('shop', 'rev-parse', 'HEAD'),
      notes: [],
    });
    expect(readdirSync(folder).sort()).toEqual(['gitconfig', 'shop']);
    expect(await git('shop', 'log', '--format=%an <%ae>')).toBe('Ada <ada@example.org>');
    expect(await git('shop', 'status', '--porcelain')).toBe('');
    expect(await git('shop', 'ls-files', '-s', 'bin/aurora')).toMatch(/^100755/);
    expect(read('shop', 'aurora.config.yaml')).toMatch(
      /^# .*\$schema=\.\/node_modules\/aurora-fleet\/cli\/.*\nversion: 1\nname: shop\n/,
    );
    const checked = await run(process.execPath, [packages.program, 'generate', '--check'], {
      cwd: join(folder, 'shop'),
    });
    expect(checked).toMatchObject({ exitCode: 0 });
  });

  it.each(['minimal', 'aurora'])('knows the template %s', async (template) => {
    expect(await init(['new', '--template', template, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(read('new', 'package.json'))).toMatchObject({
      name: '@new/fleet',
      workspaces: ['shared', 'services/*'],
    });
  });

  it('prints a next command that a shell takes as it is', async () => {
    const made = await init(["my fleet's", '--name', 'mine', ...MINIMAL]);
    const next = /^next: (cd .*) &&/m.exec(made.stdout)?.[1] ?? '';
    const { stdout } = await run('sh', ['-c', `${next} && pwd`], { cwd: folder });
    expect(stdout.trim()).toBe(join(folder, "my fleet's"));
  });

  it('takes answers from a file, and flags before those', async () => {
    writeFileSync(join(folder, 'answers.yaml'), 'template: store\nname: corner-shop\n');
    await init(['a', '--answers', 'answers.yaml', '--name', 'other']);
    expect(read('a', 'aurora.config.yaml')).toContain('name: other');
    expect(existsSync(join(folder, 'a/services/order-service'))).toBe(true);
  });

  it.each<[string[], string]>([
    [['shop', '--template', 'stor'], 'There is no template stor (did you mean store?).'],
    [['shop', '--name', 'My Shop'], 'A fleet cannot be called "My Shop".'],
    [['full'], `full is not empty.`],
    [['file'], 'file is a file.'],
    [['file/within'], '/file is a file.'],
    [['shop', '--answers', 'wrong.yaml'], 'templat: there is no such answer (did you mean template?)'],
    [['shop', '--answers', 'missing.yaml'], 'The answers in missing.yaml cannot be read.'],
  ])('refuses %j, and leaves nothing', async (args, message) => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full', 'mine.txt'), 'mine');
    writeFileSync(join(folder, 'file'), '');
    writeFileSync(join(folder, 'wrong.yaml'), 'templat: store\n');
    const refused = await init(args);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(message);
    expect(readdirSync(folder).sort()).toEqual(['file', 'full', 'wrong.yaml']);
  });

  it('clears away what a killed one has left, and leaves alone what a living one is making', async () => {
    mkdirSync(join(folder, '.shop.aurora-init/services'), { recursive: true });
    {
      using _ = lockFile(join(folder, '.shop.aurora-init.lock'), () => new Error('nobody else is here') as never);
      const refused = await init(['shop', ...MINIMAL]);
      expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining(`process ${process.pid}`) });
      expect(existsSync(join(folder, '.shop.aurora-init/services'))).toBe(true);
    }
    // Above the greatest process id that Linux gives.
    writeFileSync(join(folder, '.shop.aurora-init.lock'), JSON.stringify({ pid: 4194305, identity: 'long ago' }));
    const healed = await init(['shop', ...MINIMAL]);
    expect(healed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('interrupted aurora init') });
    expect(readdirSync(folder)).toEqual(['shop']);
  });

  it('stops at Ctrl-C while it packs, and leaves nothing', async () => {
    const command = [CLONE, 'init', 'shop', '--no-install', '--yes'];
    const child = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = Promise.all([once(child, 'close'), text(child.stderr)]);
    try {
      await until(() => existsSync(join(folder, '.shop.aurora-init/vendor')));
    } finally {
      child.kill('SIGINT');
    }
    const [[code], stderr] = await ended;
    expect(stderr).toContain('nothing is left of it');
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('commits in its own name where git does not know whose name to take, and says how to change that', async () => {
    const made = await init(['shop', ...MINIMAL], { HOME: folder, EMAIL: undefined, GIT_AUTHOR_NAME: undefined });
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('git commit --amend --reset-author') });
    expect(await git('shop', 'log', '--format=%an')).toBe('aurora init');
  });

  it('makes no repository within another', async () => {
    await run('git', ['init', '-q'], { cwd: folder });
    const made = await init(['shop', ...MINIMAL], { GIT_CEILING_DIRECTORIES: undefined });
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`part of the repository ${folder}`) });
    expect(existsSync(join(folder, 'shop/.git'))).toBe(false);
  });

  it('does without git, and says so', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of ['npm', 'sh', 'node', 'rm', 'cp']) {
      const { stdout } = await run('sh', ['-c', `command -v ${name}`]);
      symlinkSync(stdout.trim(), join(bin, name));
    }
    const made = await init(['shop', ...MINIMAL], { PATH: bin });
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('git was not found') });
    expect(existsSync(join(folder, 'shop/package.json'))).toBe(true);
  });
});
