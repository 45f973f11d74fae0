import { spawnSync } from 'node:child_process';
import { AuroraError } from '../errors.ts';

/** What `npm install` of a newer package changes: it comes right before an upgrade. */
const BY_NPM = /^(package\.json|package-lock\.json|vendor\/.*|[^/]*\.tgz)$/;

/** Refuses a fleet whose edits are in no commit: after an upgrade nobody could tell them from it, nor take it back. */
export function requireCleanTree(root: string): void {
  const { status, stdout } = spawnSync(
    'git',
    ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', '.'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  );
  if (status !== 0) {
    throw new AuroraError('no_history', 'The fleet is in no git repository, so an upgrade could not be taken back.', {
      exit: 'failed',
      next: 'git init and commit, or aurora upgrade --force',
    });
  }
  const prefix = spawnSync('git', ['rev-parse', '--show-prefix'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const changed = stdout
    .split('\0')
    .filter(Boolean)
    .map((entry) => entry.slice(3 + prefix.length))
    .filter((path) => !BY_NPM.test(path));
  if (changed.length === 0) return;
  throw new AuroraError('unclean_tree', 'The fleet has changes that are in no commit.', {
    exit: 'failed',
    details: [...changed.slice(0, 10), ...(changed.length > 10 ? [`and ${changed.length - 10} more`] : [])],
    next: 'git commit or git stash them; or aurora upgrade --force',
  });
}
