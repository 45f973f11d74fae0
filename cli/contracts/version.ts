import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AuroraError } from '../errors.ts';

/** Digits of a commit: as many on each machine, whatever its clone holds. */
const DIGITS = 12;
const MOST_BYTES = 256 * 1024 * 1024;

export interface CodeVersion {
  /** Of every participant of the fleet: they are one tree. */
  readonly version: string;
  /** Null: no branch is checked out, as on most CI. */
  readonly branch: string | null;
}

/**
 * The commit; where the tree is not as in it, also a fingerprint of what differs, so that no two codes have one version.
 * @throws AuroraError `no_version` without a commit
 */
export async function versionOf(root: string): Promise<CodeVersion> {
  try {
    const [commit, status, branch] = await Promise.all([
      git(root, 'rev-parse', `--short=${DIGITS}`, 'HEAD'),
      git(root, 'status', '--porcelain', '--', '.'),
      git(root, 'branch', '--show-current'),
    ]);
    const dirty = status === '' ? '' : `-dirty.${await changesOf(root)}`;
    return { version: commit + dirty, branch: branch || null };
  } catch (cause) {
    throw new AuroraError('no_version', 'What this code is called cannot be told: it is in no commit.', {
      exit: 'usage',
      details: [
        `git says in ${root}: ${((cause as { stderr?: string }).stderr || String(cause)).trim().split('\n')[0]}`,
      ],
      next: 'commit it, or name it with --version',
      cause,
    });
  }
}

async function changesOf(root: string): Promise<string> {
  const sum = createHash('sha256').update(await git(root, 'diff', '--binary', '--no-ext-diff', 'HEAD', '--', '.'));
  const untracked = await git(root, 'ls-files', '--others', '--exclude-standard', '-z', '--', '.');
  for (const path of untracked.split('\0').filter(Boolean).toSorted()) {
    sum.update(`\0${path}\0`).update(await readFile(join(root, path)).catch(() => ''));
  }
  return sum.digest('hex').slice(0, 8);
}

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd, maxBuffer: MOST_BYTES });
  return stdout.trim();
}
