import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { type Finished, repository, run } from './aurora.ts';

/** What a fleet runs from; its tests and pages stay behind. */
const PARTS = [
  '.aurora',
  '.dockerignore',
  'Dockerfile',
  'aurora.config.yaml',
  'bin',
  'cli',
  'contracts',
  'migrations',
  'package-lock.json',
  'package.json',
  'services',
  'shared',
  'templates',
];

/** Of its tests, those that `verify` runs. */
const JOURNEYS = join('test', 'e2e', 'journeys');

export interface Clone extends AsyncDisposable {
  readonly root: string;
  /** Of its CLI, beside this process's own; undefined: left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs its CLI in it. */
  aurora(...args: string[]): Promise<Finished>;
  /** Replaces text in one of its files. */
  edit(file: string, from: string | RegExp, to: string): Promise<void>;
}

/**
 * This repository as it stands, in a folder of its own, on the packages that are installed here.
 * @param env for its CLI
 * @param also other parts of the repository that it has
 */
export async function clone(env: Readonly<Record<string, string>> = {}, also: readonly string[] = []): Promise<Clone> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'aurora-clone-')));
  await cp(repository, root, { recursive: true, filter: (source) => isWanted(relative(repository, source), also) });
  await linkPackages(root);
  const whole = { ...NO_SERVERS, ...env };
  return {
    root,
    env: whole,
    aurora: (...args) => run(process.execPath, [join(root, 'bin/run.js'), ...args], { cwd: root, env: whole }),
    async edit(path, from, to) {
      const text = await readFile(join(root, path), 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${path} has no ${from}`);
      await writeFile(join(root, path), edited);
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Servers of whoever runs the tests are not for them. */
const NO_SERVERS = { DATABASE_URL: undefined, BROKER_URL: undefined, REDIS_URL: undefined };

function isWanted(path: string, also: readonly string[]): boolean {
  const names = path.split(sep);
  const isPart = [...PARTS, ...also].includes(names[0] ?? '') || JOURNEYS.startsWith(path) || path.startsWith(JOURNEYS);
  return path === '' || (isPart && !names.includes('node_modules') && path !== '.aurora/run');
}

/** One by one, for the workspaces have to be those of the clone, and so has the cache of compiled code. */
async function linkPackages(root: string): Promise<void> {
  const workspaces = ['shared', ...(await readdir(join(repository, 'services'))).map((name) => join('services', name))];
  const packages = (await readdir(join(repository, 'node_modules'))).filter(
    (name) => !['@aurora', '.cache'].includes(name),
  );
  await mkdir(join(root, 'node_modules/@aurora'), { recursive: true });
  await Promise.all([
    ...packages.map((name) => symlink(join(repository, 'node_modules', name), join(root, 'node_modules', name))),
    ...workspaces.map((path) =>
      symlink(join(root, path), join(root, 'node_modules/@aurora', path.split(sep).at(-1) ?? '')),
    ),
    ...workspaces.map((path) => linkOwnPackages(root, path)),
  ]);
}

/** A workspace has its own where the root has another version. */
async function linkOwnPackages(root: string, workspace: string): Promise<void> {
  const own = join(workspace, 'node_modules');
  if (!(await readdir(join(repository, workspace))).includes('node_modules')) return;
  await symlink(join(repository, own), join(root, own));
}
