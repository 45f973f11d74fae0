import { execFile } from 'node:child_process';
import { cp, glob, lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Contest, Row } from '../contest.ts';
import { prepareWatt, WATT } from '../peers/watt.ts';

const root = resolve(import.meta.dirname, '../../..');
const settings =
  'Gateway, config, file and two domain services, files on disk; without the Node binary, PostgreSQL and what only ' +
  `development needs. ${WATT}, a gateway and four services`;

export const installSize: Row = {
  name: 'install, size',
  measured: "What a fleet installs for production, over what Watt's does",
  unit: 'MB',
  goal: 0.3,
  rounds: 1,
  settings,
  open: () => open(megabytes),
};

export const installPackages: Row = {
  name: 'install, packages',
  measured: "How many packages a fleet installs for production, over Watt's",
  unit: 'packages',
  goal: 0.3,
  rounds: 1,
  settings,
  open: () => open(packages),
};

async function open(measure: (folder: string) => Promise<number>): Promise<Contest> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-bench-install-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await install(folder);
    const watt = await prepareWatt();
    return {
      contenders: [
        { name: 'aurora', measure: () => measure(folder) },
        { name: WATT, measure: () => measure(watt) },
      ],
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The packages alone, of the fleet in this repository. */
async function install(folder: string): Promise<void> {
  const workspaces = ['shared', 'services/*'];
  for await (const file of glob(
    workspaces.map((each) => `${each}/package.json`),
    { cwd: root },
  )) {
    await cp(join(root, file), join(folder, file));
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, workspaces }));
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...flags], { cwd: folder });
}

async function megabytes(folder: string): Promise<number> {
  const modules = join(folder, 'node_modules');
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const { parentPath, name } of files) bytes += (await lstat(join(parentPath, name))).size;
  return bytes / 1e6;
}

async function packages(folder: string): Promise<number> {
  const lock = JSON.parse(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const installed = Object.entries<{ link?: boolean }>(lock.packages);
  return installed.filter(([path, { link }]) => path.includes('node_modules/') && !link).length;
}
