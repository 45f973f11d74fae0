import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadFleet } from '../../../cli/config/load.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { assignPorts } from '../../../cli/runtimes/ports/assign.ts';
import { aurora, repository } from '../../support/aurora.ts';

/** What somebody has who has just cloned the repository and installed: its files as they are now, with ports of their own. */
export interface FleetCopy extends AsyncDisposable {
  readonly root: string;
  /** Lets a text about the fleet be about this copy: `up` gets `--isolated`, addresses the ports that come of it. */
  localise(text: string): string;
  /** The way back. */
  generalise(text: string): string;
  /** Brings it to this state, from whatever it was in. */
  bring(state: 'up' | 'new'): Promise<void>;
}

export async function copyFleet(): Promise<FleetCopy> {
  const root = join(await mkdtemp(join(tmpdir(), 'aurora-docs-')), 'aurora');
  await copyFiles(root);
  await linkPackages(root, '');
  for (const workspace of ['shared', ...(await folders(join(repository, 'services'), 'services/'))]) {
    await linkPackages(root, workspace);
  }

  const fleet = await loadFleet({ file: join(root, 'aurora.config.yaml') });
  /** As the config has them, and as they are here. */
  let addresses: readonly (readonly [usual: string, own: string])[] = [];
  const claimPorts = async () => {
    const ports = await assignPorts(fleet, true);
    // The ports are those of a checkout as long as it has this folder: fleets of other tests look for some meanwhile.
    await mkdir(layoutOf(root).run, { recursive: true });
    addresses = fleet.services.map(({ name, port }) => [`127.0.0.1:${port}`, `127.0.0.1:${ports(name)}`]);
  };
  const run = async (...args: string[]) => {
    const { exitCode, stderr } = await aurora(args, { cwd: root });
    if (exitCode !== 0) throw new Error(`aurora ${args.join(' ')} exited with ${exitCode}: ${stderr}`);
  };
  return {
    root,
    localise: (text) =>
      addresses.reduce(
        (all, [usual, own]) => all.replaceAll(usual, own),
        text.replace(/\baurora up\b/g, '$& --isolated'),
      ),
    generalise: (text) =>
      addresses
        // In a table the columns stay where they are.
        .reduce(
          (all, [usual, own]) => all.replaceAll(`${own}  `, `${usual.padEnd(own.length)}  `).replaceAll(own, usual),
          text,
        )
        .replaceAll(root, '~/aurora'),
    async bring(state) {
      await (state === 'up' ? run('up', '-d', '--isolated') : run('down', '--volumes'));
      await claimPorts();
    },
    async [Symbol.asyncDispose]() {
      await run('down', '--volumes');
      await rm(dirname(root), { recursive: true });
    },
  };
}

async function copyFiles(root: string): Promise<void> {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: repository,
  });
  const files = list.toString().split('\0').filter(Boolean);
  // Another person's file may be gone by now; a link or a folder is none of ours.
  await Promise.all(files.map((file) => cp(join(repository, file), join(root, file)).catch(ignoreMissing)));
  // PostgreSQL has a user of its own where we are root.
  await Promise.all([dirname(root), root].map((folder) => chmod(folder, 0o755)));
  // Older than what is installed: the launcher has nothing to do.
  await utimes(join(root, 'package-lock.json'), 0, 0);
}

/** The packages of the repository; but the workspaces among them are those of the copy. */
async function linkPackages(root: string, workspace: string): Promise<void> {
  const [from, to] = [repository, root].map((folder) => join(folder, workspace, 'node_modules')) as [string, string];
  const names = await readdir(from).catch(ignoreMissing);
  if (!names) return;
  await mkdir(to);
  const foreign = names.filter((name) => name !== '@aurora' && name !== '.cache');
  await Promise.all(foreign.map((name) => symlink(join(from, name), join(to, name))));
  if (names.includes('@aurora'))
    await cp(join(from, '@aurora'), join(to, '@aurora'), { recursive: true, verbatimSymlinks: true });
}

async function folders(path: string, prefix: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${prefix}${name}`);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
