import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { AuroraError } from '../../errors.ts';

/**
 * Files under migrations/ that a commit of git does not have, also those that are in no commit yet; absolute paths.
 * @throws AuroraError `no_such_revision`
 */
export async function newSince(root: string, revision: string): Promise<Set<string>> {
  const git = async (command: string, ...args: string[]) => {
    const { stdout } = await promisify(execFile)('git', [command, '-z', ...args, '--', 'migrations'], { cwd: root });
    return stdout.split('\0').filter(Boolean);
  };
  try {
    const [added, untracked] = await Promise.all([
      git('diff', '--relative', '--name-only', '--no-renames', '--diff-filter=A', '--end-of-options', revision),
      git('ls-files', '--others', '--exclude-standard'),
    ]);
    return new Set([...added, ...untracked].map((path) => resolve(root, path)));
  } catch (cause) {
    throw new AuroraError('no_such_revision', `git cannot say what is new since ${revision}.`, {
      exit: 'usage',
      details: [String((cause as { stderr?: string }).stderr ?? (cause as Error).message).trim()],
      next: 'aurora migrate lint --since main, in a clone that has it (git fetch origin main)',
      cause,
    });
  }
}
