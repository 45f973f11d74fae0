import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The last commit that changed any of the files; undefined where they are not as in a commit, or in none. Not the newest of all: the same
 * files have the same one.
 */
export async function revisionOf(root: string, paths: readonly string[]): Promise<string | undefined> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', [...args, '--', ...paths], { cwd: root })).stdout.trim();
  try {
    if ((await git('status', '--porcelain')) !== '') return undefined;
    return (await git('log', '-1', '--format=%H')) || undefined;
  } catch {
    // No git, or no repository: an image needs none.
    return undefined;
  }
}
