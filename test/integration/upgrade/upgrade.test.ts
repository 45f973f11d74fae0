import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { git } from '../../support/git.ts';
import { type Package, Packages } from '../../support/packages.ts';

jest.setTimeout(180_000);

const [SHARED, GONE, LIBRARY] = ['shared/README.md', 'shared/context/old.ts', 'shared/errors/index.ts'];
const MAIN = 'services/item-service/src/main.ts';
const HOOKS = 'services/item-service/src/hooks/item.ts';
const MIGRATION = 'templates/config/migrations/__service__/0003-create-instances.ts.hbs';
const SCHEMA = 'domain/services/__service__/src/generated/__entity__/schema.ts.hbs';

const OLD = '0.0.1';
const NEW = '9.0.0';
const beginning = (line: string) => (text: string) => `${line}\n${text}`;
const ending = (line: string) => (text: string) => `${text}${line}\n`;

let packages: Packages;
let older: Package;
let newer: Package;
let fleet: string;
let number = 0;

const path = (name: string) => join(fleet, name);
const read = (name: string) => readFileSync(path(name), 'utf8');
const edit = (name: string, change: (text: string) => string) => {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), change(existsSync(path(name)) ? read(name) : ''));
};
const commit = () => git(fleet, 'commit', '--all', '--quiet', '--message=mine');

beforeAll(async () => {
  packages = await Packages.pack();
  // The older one lacks a migration and has a file more; what it says in some others is different.
  older = await packages.version(OLD, {
    [SHARED]: beginning('An older library.'),
    [GONE]: () => 'export const old = 1;\n',
    [MIGRATION]: null,
    'templates/fleet/README.md.hbs': ending('\nThe older end.'),
    'templates/service/services/__service__/src/main.ts.hbs': beginning('// older'),
    'templates/domain/services/__service__/src/hooks/__entity__.ts.hbs': beginning('// older'),
  });
  newer = await packages.version(NEW);
  const made = await older(packages.folder, 'init', 'made', '--yes', '--no-install');
  expect(made).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('error') });
});

afterAll(() => packages?.[Symbol.dispose]());

beforeEach(() => {
  fleet = join(packages.folder, `fleet-${number++}`);
  cpSync(join(packages.folder, 'made'), fleet, { recursive: true });
});

describe('aurora upgrade', () => {
  it('brings templates, library and root files, keeps every edit, and says what is left to do', async () => {
    edit(SHARED, ending('A line of mine.'));
    edit(LIBRARY, ending('// mine'));
    edit('README.md', (text) => text.replace('# made', '# Mine').replace('A fleet of services', 'My services'));
    edit('shared/mine.ts', () => 'export const mine = 1;\n');
    edit(HOOKS, ending('// mine'));
    rmSync(path('jest.config.js'));
    git(fleet, 'add', '--all');
    commit();

    const done = await newer(fleet, 'upgrade');
    expect(done).toMatchObject({ exitCode: 0 });
    expect(done.stdout).toContain(`${OLD} → ${NEW}\n`);
    expect(done.stdout).toContain(`${HOOKS} is yours, and comes out differently now`);
    expect(done.stdout).toContain('next: npm test, look at git diff, and commit');
    expect(done.stdout).toContain('next: aurora migrate up');

    expect(read(SHARED)).not.toContain('An older library.');
    expect(read(SHARED)).toMatch(/A line of mine\.\n$/);
    expect(read(LIBRARY)).toMatch(/\/\/ mine\n$/);
    expect(read('README.md')).not.toContain('The older end.');
    expect(existsSync(path('shared/mine.ts'))).toBe(true);
    expect(existsSync(path(GONE))).toBe(false);
    expect(existsSync(path('jest.config.js'))).toBe(false);
    expect(read(MAIN)).not.toContain('// older');
    expect(read(HOOKS)).toMatch(/^\/\/ older\n[\s\S]*\/\/ mine\n$/);
    expect(git(fleet, 'status', '--porcelain', '--untracked-files=all', 'migrations').trim()).toBe(
      '?? migrations/config-service/0003-create-instances.ts',
    );
    expect(await newer(fleet, 'generate', '--check')).toMatchObject({ exitCode: 0 });
    expect(await newer(fleet, 'upgrade', '--check')).toMatchObject({ exitCode: 0, stdout: `${NEW}: up to date\n` });
  });

  it('tells conflicts to git as a merge does, and advances only once they are resolved', async () => {
    edit(SHARED, (text) => text.replace('An older library.', 'A library of mine.'));
    commit();
    const record = read('.aurora/generated/manifest.json');

    const stopped = await newer(fleet, 'upgrade');
    expect(stopped).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('then aurora upgrade') });
    expect(read(SHARED)).toContain('<<<<<<< yours');
    expect(read('.aurora/generated/manifest.json')).toBe(record);
    const stages = git(fleet, 'ls-files', '--unmerged').trim().split('\n');
    expect(stages.map((line) => line.split(/\s/).slice(2))).toEqual([
      ['1', SHARED],
      ['2', SHARED],
      ['3', SHARED],
    ]);
    expect(git(fleet, 'show', `:1:${SHARED}`)).toMatch(/^An older library\./);
    expect(git(fleet, 'show', `:2:${SHARED}`)).toMatch(/^A library of mine\./);
    expect(await newer(fleet, 'upgrade')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('markers still stand'),
    });

    // As a merge tool would end.
    git(fleet, 'checkout', '--ours', '--', SHARED);
    git(fleet, 'add', SHARED);
    expect(await newer(fleet, 'upgrade')).toMatchObject({ exitCode: 0 });
    expect(read(SHARED)).toMatch(/^A library of mine\./);
    expect(await newer(fleet, 'upgrade', '--check')).toMatchObject({ exitCode: 0 });
    expect(git(fleet, 'ls-files', '.aurora/generated/pending.json')).toBe('');
  });

  it('is taken back by git reset, and begins anew then', async () => {
    edit(SHARED, (text) => text.replace('An older library.', 'A library of mine.'));
    commit();
    await newer(fleet, 'upgrade');
    git(fleet, 'reset', '--quiet', '--hard');
    git(fleet, 'clean', '--quiet', '--force', '-d');
    expect(git(fleet, 'status', '--porcelain')).toBe('');
    expect(await newer(fleet, 'upgrade')).toMatchObject({ exitCode: 1 });
    expect(read(SHARED)).toContain('<<<<<<< yours');
  });

  it('is needed before generate, and shows what it would do', async () => {
    expect(await newer(fleet, 'generate')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`The fleet is of Aurora ${OLD}, and this is ${NEW}.`),
    });
    expect(await newer(fleet, 'upgrade', '--check')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`update     ${SHARED}  (its output changed)`),
    });
    expect((await newer(fleet, 'upgrade', '--diff')).stdout).toContain('-An older library.');
    expect(git(fleet, 'status', '--porcelain')).toBe('');
  });

  it('refuses edits that are in no commit, but what npm writes, unless it is forced', async () => {
    edit('package-lock.json', () => '{}');
    edit(SHARED, ending('A line of mine.'));
    expect(await newer(fleet, 'upgrade')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/in no commit\.\n {2}shared\/README\.md\n {2}next: /),
    });
    expect(await newer(fleet, 'upgrade', '--force')).toMatchObject({ exitCode: 0 });
    expect(read(SHARED)).toMatch(/A line of mine\.\n$/);

    rmSync(path('.git'), { recursive: true });
    edit('README.md', beginning('Mine.'));
    expect(await older(fleet, 'upgrade')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no git repository'),
    });
  });
});

describe('templates of the fleet itself', () => {
  it('take the place of the package’s by their path, or stand beside them', async () => {
    const theirs = readFileSync(join(packages.folder, OLD, 'templates', SCHEMA), 'utf8');
    edit(`templates/${SCHEMA}`, () => theirs.replace('{{> header}}', '{{> header}}\n// of our own'));
    edit('templates/service/services/__service__/OWNERS.hbs', () => '{{service.name}} is ours\n');
    expect(await older(fleet, 'generate')).toMatchObject({ exitCode: 0 });
    expect(read('services/item-service/src/generated/item/schema.ts')).toContain('// of our own');
    expect(read('services/api-gateway/OWNERS')).toBe('api-gateway is ours\n');
    const { overrides } = JSON.parse(read('.aurora/generated/manifest.json'));
    expect(overrides.map(({ template }: { template: string }) => template)).toEqual([
      SCHEMA,
      'service/services/__service__/OWNERS.hbs',
    ]);

    rmSync(path('templates'), { recursive: true });
    expect(await older(fleet, 'generate')).toMatchObject({ exitCode: 0 });
    expect(existsSync(path('services/api-gateway/OWNERS'))).toBe(false);
    expect(existsSync(path('.aurora/generated/overridden'))).toBe(false);
    expect(git(fleet, 'status', '--porcelain')).toBe('');
  });

  it('are told of when what they replace has changed, until they change as well', async () => {
    edit('templates/fleet/README.md.hbs', () => '# {{fleet.name}}, by our own template\n');
    await older(fleet, 'generate');
    git(fleet, 'add', '--all');
    commit();

    const note = 'templates/fleet/README.md.hbs replaces a template that has changed';
    expect((await newer(fleet, 'upgrade')).stdout).toContain(note);
    expect(read('README.md')).toBe('# made, by our own template\n');
    expect((await newer(fleet, 'generate')).stdout).toContain(note);
    expect(read('.aurora/generated/overridden/fleet/README.md.hbs')).toContain('The older end.');

    edit('templates/fleet/README.md.hbs', ending('{{!-- Looked at. --}}'));
    const { stdout } = await newer(fleet, 'generate');
    expect(stdout).not.toContain(note);
    expect(await newer(fleet, 'generate', '--check')).toMatchObject({ exitCode: 0 });
  });

  it('have to be in a folder that says what they are rendered for', async () => {
    edit('templates/mail/welcome.hbs', () => 'Hello\n');
    expect(await older(fleet, 'generate')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('templates/mail/welcome.hbs: in none of'),
    });
  });
});
