import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { Change } from './contract.ts';
import type { Tree } from './tree.ts';

/** What the changes do to the files, as one unified diff; empty if they do nothing. */
export function diffChanges(changes: readonly Change[], tree: Tree, options: { colour: boolean }): string {
  const written = changes.filter(({ action, content }) => content !== null || action === 'remove');
  if (written.length === 0) return '';
  const folder = mkdtempSync(join(tmpdir(), 'aurora-diff-'));
  try {
    for (const side of ['a', 'b']) mkdirSync(join(folder, side));
    for (const { path, content } of written) {
      put(join(folder, 'a', path), tree.read(path));
      put(join(folder, 'b', path), content);
    }
    return gitDiff(folder, options.colour);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function put(file: string, content: string | null): void {
  if (content === null) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The folders are called a and b, so the paths look as git's own once it adds no prefix. */
function gitDiff(folder: string, colour: boolean): string {
  const flags = [
    '--no-index',
    '--no-prefix',
    '--no-ext-diff',
    '--no-renames',
    `--color=${colour ? 'always' : 'never'}`,
  ];
  const { status, stdout, stderr, error } = spawnSync('git', ['diff', ...flags, 'a', 'b'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error || status === null || status > 1) {
    throw new AuroraError('diff_failed', 'git could not show the differences.', {
      exit: 'machine',
      details: [error?.message ?? stderr.trim()],
      next: 'install git; without it, aurora generate --dry-run lists what would change',
      cause: error,
    });
  }
  return stdout;
}
