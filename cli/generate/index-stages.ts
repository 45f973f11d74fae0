import { spawnSync } from 'node:child_process';
import type { MergeTask } from './reconcile/merge.ts';
import { PENDING } from './record/paths.ts';

const NOWHERE = '0'.repeat(40);

/**
 * Tells git of conflicts as a merge would: base, yours and theirs as stages 1, 2 and 3 of the index, so that `git mergetool`, editors and
 * `git status` know them, and a commit is refused until they are resolved. Only for files that were as they are in the index: what
 * was edited since is nowhere else. Without a repository there is nothing to tell.
 * @returns the paths that git knows of now
 */
export function stageConflicts(root: string, conflicts: readonly MergeTask[]): ReadonlySet<string> {
  const prefix = git(root, ['rev-parse', '--show-prefix']);
  if (prefix === null) return new Set();
  const stages = conflicts.map((task) => ({ path: task.path, lines: stagesOf(root, prefix, task) }));
  const staged = stages.filter(({ lines }) => lines.length > 0);
  if (staged.length === 0) return new Set();
  const told = git(root, ['update-index', '--index-info'], `${staged.flatMap(({ lines }) => lines).join('\n')}\n`);
  // Another git may hold the index.
  return new Set(told === null ? [] : staged.map(({ path }) => path));
}

/** In the index, what is pending goes with `git reset --hard`, as a merge does: then the conflict comes again. */
export function stagePending(root: string): void {
  git(root, ['add', '--force', '--', PENDING]);
}

/** Once nothing is pending. */
export function unstagePending(root: string): void {
  git(root, ['rm', '--cached', '--quiet', '--ignore-unmatch', '--', PENDING]);
}

function stagesOf(root: string, prefix: string, { path, base, ours, theirs }: MergeTask): string[] {
  const [mode, tracked] = git(root, ['ls-files', '--stage', '--', path])?.split(/\s/) ?? [];
  const mine = blob(root, path, ours);
  if (mode === undefined || mine === null || tracked !== mine) return [];
  const blobs = [base === null ? null : blob(root, path, base), mine, blob(root, path, theirs)];
  const stages = blobs.flatMap((hash, index) => (hash ? [`${mode} ${hash} ${index + 1}\t${prefix}${path}`] : []));
  return [`0 ${NOWHERE}\t${prefix}${path}`, ...stages];
}

function blob(root: string, path: string, content: string): string | null {
  return git(root, ['hash-object', '-w', '--stdin', '--path', path], content);
}

/** Null: there is no repository, or no git. */
function git(cwd: string, args: readonly string[], input = ''): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd, input, encoding: 'utf8' });
  return status === 0 ? stdout.replace(/\n$/, '') : null;
}
