import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { init, parse } from 'es-module-lexer';
import { type Finished, repository, run } from '../support/aurora.ts';
import { startDashboard } from '../support/dashboard.ts';
import { tarballOf } from '../support/tarball.ts';
import { Visitor } from '../support/visitor.ts';

// Packs, and installs some hundred packages.
jest.setTimeout(300_000);

/** An empty project outside the repository into which the packed tarball is installed. */
let project: string;
const installed = (...path: string[]) => join(project, 'node_modules', 'aurora-fleet', ...path);
const aurora = (args: string[]): Promise<Finished> =>
  run(process.execPath, [join(project, 'node_modules', '.bin', 'aurora'), ...args], { cwd: project });

async function npm(args: string[], cwd: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run('npm', args, { cwd });
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'aurora-package-'));
  const tarball = await tarballOf(project);
  await writeFile(join(project, 'package.json'), '{ "name": "project", "private": true }');
  await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', tarball], project);
  await copyFile(join(repository, 'aurora.config.yaml'), join(project, 'aurora.config.yaml'));
});
afterAll(() => rm(project, { recursive: true, force: true }));

describe('the package, installed elsewhere', () => {
  it.each([
    [['--version'], /^aurora-fleet\/\d/],
    [['help'], /COMMANDS/],
    [['help', 'exit-codes'], /130 {2}interrupted/],
    [['config', 'validate'], /aurora/],
    [['config', 'schema'], /json-schema/],
    [['generate', '--dry-run'], /create/],
    [['completion', 'services'], /^api-gateway\n/],
  ])('answers %j', async (args, expected) => {
    const { exitCode, stdout, stderr } = await aurora(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });

  it('has the commands of the clone', async () => {
    const [here, there] = await Promise.all([
      aurora(['help', '--json']),
      run(process.execPath, [join(repository, 'bin', 'run.js'), 'help', '--json']),
    ]);
    const ids = ({ stdout }: Finished) => JSON.parse(stdout).map(({ id }: { id: string }) => id);
    expect(ids(here)).toEqual(ids(there));
  });

  it('tells errors as the clone does', async () => {
    const { exitCode, stderr } = await aurora(['tokn']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'error: There is no command tokn.\n  did you mean: aurora token\n  next: aurora help\n',
    });
  });

  it('serves the dashboard', async () => {
    await using dashboard = await startDashboard({ root: project, env: {} }, installed('bin', 'run.js'));
    const visitor = await Visitor.enter(dashboard.url);
    const [script = ''] = /\/app-\w+\.js/.exec((await visitor.ask('/')).text) ?? [];
    expect((await visitor.ask(script)).status).toBe(200);
    expect((await visitor.ask('/api/session')).body).toMatchObject({ fleet: 'aurora' });
    expect(await dashboard.interrupt()).toBe(0);
  });

  it('declares what it imports, and nothing else', async () => {
    const manifest = JSON.parse(await readFile(installed('package.json'), 'utf8'));
    expect([...(await importedPackages(installed('dist')))].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('brings the sources of shared/ for the fleets, the dashboard as it is served, the launcher and the licence, and no tests', async () => {
    const files = await readdir(project, { recursive: true, encoding: 'utf8' });
    const own = files.flatMap((file) => file.split('node_modules/aurora-fleet/')[1] ?? []);
    expect(own).toEqual(
      expect.arrayContaining([
        ...['shared/app/index.ts', 'bin/aurora', 'LICENSE', 'cli/config/aurora.schema.json'],
        ...['dist/cli/dashboard/build.js', 'dist/cli/dashboard/dist/index.html'],
      ]),
    );
    expect(own.filter((file) => file.includes('node_modules') || file.endsWith('.test.ts'))).toEqual([]);
  });
});

async function importedPackages(folder: string): Promise<Set<string>> {
  await init();
  const packages = new Set<string>();
  const files = await readdir(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const code = await readFile(join(folder, file), 'utf8');
    const [imports] = parse(code);
    const required = [...code.matchAll(/createRequire\(import\.meta\.url\)\('([^']+)'\)/g)].map(([, name]) => name);
    for (const name of [...imports.map(({ specifier }) => specifier), ...required]) {
      if (!name || name.startsWith('.') || name.startsWith('node:') || builtinModules.includes(name)) continue;
      packages.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return packages;
}
