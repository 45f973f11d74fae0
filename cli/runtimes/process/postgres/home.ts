import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Layout } from '../../layout.ts';
import type { PostgresHome } from '../control/protocol.ts';
import { type Account, canEnter, postgresAccount } from './account.ts';
import { copyBinaries, nativeFolder } from './binaries.ts';

/** Where root keeps state that another user has to reach (Filesystem Hierarchy Standard 3.0, section 5.8). */
const SHARED_STATE = '/var/lib/aurora';

/**
 * Finds or makes the home: below `.aurora/run`, unless PostgreSQL has to run as another user who cannot get there. Then data and
 * a copy of the binaries go where it can, and `.aurora/run/postgres` is a link to that.
 */
export async function openHome(layout: Layout): Promise<PostgresHome> {
  const [account, native] = await Promise.all([postgresAccount(), nativeFolder()]);
  if (!account) {
    await mkdir(layout.postgres, { recursive: true, mode: 0o700 });
    return { folder: layout.postgres, data: await dataIn(layout.postgres), native, account: null };
  }
  // Enough to pass through: what else is in there stays closed, folder by folder.
  await chmod(layout.run, 0o711);
  const folder = await folderFor(account, layout);
  await chmod(folder, 0o711);
  const reachable = (await canEnter(native, account)) ? native : await copyBinaries(native, folder);
  return { folder, data: await dataIn(folder), native: reachable, account };
}

/** Removes the home with all data; only for a fleet that is down. */
export async function removeHome(layout: Layout): Promise<void> {
  const shared = await sharedFolder(layout);
  if ((await targetOf(layout.postgres)) === shared) await rm(shared, { recursive: true, force: true });
  await rm(layout.postgres, { recursive: true, force: true });
}

/** PostgreSQL names its folder by the real path. */
async function dataIn(folder: string): Promise<string> {
  return join(await realpath(folder), 'data');
}

async function folderFor(account: Account, layout: Layout): Promise<string> {
  const shared = await sharedFolder(layout);
  const target = await targetOf(layout.postgres);
  if (target !== shared) {
    // A copied checkout brings the link of its original, whose data are not ours.
    if (target !== undefined) await rm(layout.postgres);
    if (await canEnter(layout.run, account)) {
      await mkdir(layout.postgres, { recursive: true });
      return layout.postgres;
    }
    await moveAway(layout.postgres, shared);
    await symlink(shared, layout.postgres);
  }
  await mkdir(shared, { recursive: true });
  return shared;
}

/** The folders above were closed after data had been made here. */
async function moveAway(folder: string, shared: string): Promise<void> {
  await mkdir(SHARED_STATE, { recursive: true, mode: 0o755 });
  const exists = await lstat(folder).catch(() => undefined);
  // Across file systems, and with the owner of every file.
  if (exists) await promisify(execFile)('mv', [folder, shared]);
}

async function sharedFolder(layout: Layout): Promise<string> {
  const name = createHash('sha256')
    .update(await realpath(layout.root))
    .digest('hex')
    .slice(0, 16);
  return join(SHARED_STATE, name);
}

async function targetOf(path: string): Promise<string | undefined> {
  const entry = await lstat(path).catch(() => undefined);
  return entry?.isSymbolicLink() ? readlink(path) : undefined;
}
