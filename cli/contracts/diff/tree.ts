import { execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { AuroraError } from '../../errors.ts';

const FOLDER = 'contracts';
const MOST_BYTES = 64 * 1024 * 1024;

/** Contracts at some time: files under `contracts/`, from the fleet's folder on, with their text. */
export type ContractTree = ReadonlyMap<string, string>;

/** Those in a folder. @param root that holds `contracts/` */
export async function treeIn(root: string): Promise<ContractTree> {
  const entries = await readdir(join(root, FOLDER), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const names = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)),
  );
}

/**
 * Those of a commit.
 * @param root of the fleet, which may be a folder within the repository
 * @throws AuroraError `no_such_revision`
 */
export async function treeAt(root: string, revision: string): Promise<ContractTree> {
  try {
    const listed = await git(root, 'ls-tree', '-r', '-z', '--end-of-options', revision, `${FOLDER}/`);
    const blobs = listed.split('\0').flatMap((line) => {
      const [, id, name] = /^\d+ blob ([0-9a-f]+)\t(.+\.json)$/.exec(line) ?? [];
      return id && name ? [{ id, name }] : [];
    });
    const texts = await textsOf(
      root,
      blobs.map(({ id }) => id),
    );
    return new Map(blobs.map(({ name }, index) => [name, texts[index] ?? '']));
  } catch (cause) {
    throw new AuroraError('no_such_revision', `git has no contracts of ${revision}.`, {
      exit: 'usage',
      details: [String((cause as { stderr?: string }).stderr || (cause as Error).message).trim()],
      next: 'aurora contracts diff --against main, in a clone that has it (git fetch origin main)',
      cause,
    });
  }
}

const MAIN = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/** Where this branch left the main one; on it, or where there is none, the last commit. */
export async function baseOf(root: string): Promise<string> {
  for (const branch of MAIN) {
    // That a name is not there is what is asked here; that there is no git at all, HEAD will tell.
    const base = await git(root, 'merge-base', 'HEAD', branch).catch(() => null);
    if (base !== null) return base.trim();
  }
  return 'HEAD';
}

/** In one process, however many there are. */
async function textsOf(root: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const child = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`${ids.join('\n')}\n`);
  const all = await buffer(child.stdout);
  let at = 0;
  return ids.map(() => {
    const end = all.indexOf('\n', at);
    const size = Number(all.subarray(at, end).toString().split(' ')[2]);
    if (!Number.isInteger(size)) throw new Error(`git cat-file: ${all.subarray(at, end)}`);
    at = end + 1 + size + 1;
    return all.subarray(end + 1, end + 1 + size).toString();
  });
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', args, { cwd, maxBuffer: MOST_BYTES })).stdout;
}
