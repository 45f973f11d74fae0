import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuroraError } from '../../errors.ts';
import { unifyLineEnds } from '../fingerprint.ts';

/** The texts of a three-way merge: the last output, the file as it stands, the new output. */
export interface MergeTask {
  readonly path: string;
  /** Null: no earlier output is known, so every difference is a conflict. */
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

export interface MergeResult {
  readonly text: string;
  readonly conflicts: boolean;
}

const LABELS = { ours: 'yours', base: 'generated before', theirs: 'generated now' };

/**
 * `git merge-file` needs no repository; its markers are the ones that editors' merge tools know.
 * @param flags of `git merge-file`: `--ours` leaves no conflict
 */
export function merge({ path, base, ours, theirs }: MergeTask, flags: readonly string[] = []): MergeResult {
  const folder = mkdtempSync(join(tmpdir(), 'aurora-merge-'));
  try {
    const file = (name: keyof typeof LABELS, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, unifyLineEnds(text));
      return path;
    };
    // Without a base the common lines would all stand in the conflict under --diff3; plain markers hold the differences only.
    const style = base === null ? [] : ['--diff3'];
    const labels = [LABELS.ours, LABELS.base, LABELS.theirs].flatMap((label) => ['-L', label]);
    const files = [file('ours', ours), file('base', base ?? ''), file('theirs', theirs)];
    const { status, stdout, stderr, error } = spawnSync(
      'git',
      ['merge-file', '-p', ...flags, ...style, ...labels, ...files],
      {
        encoding: 'utf8',
      },
    );
    // The exit code counts conflicts, up to 127; 255 is git's word for failure, e.g. binary content.
    if (error || status === null || status > 127) throw mergeFailed(path, error?.message ?? stderr.trim(), error);
    return { text: ours.includes('\r\n') ? stdout.replaceAll('\n', '\r\n') : stdout, conflicts: status > 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function hasConflictMarkers(text: string): boolean {
  return text.includes(`<<<<<<< ${LABELS.ours}`) || text.includes(`>>>>>>> ${LABELS.theirs}`);
}

function mergeFailed(path: string, reason: string, cause: unknown): AuroraError {
  return new AuroraError('merge_failed', `git could not merge ${path}.`, {
    exit: 'machine',
    details: [reason],
    next: 'install git, or check that the file is text',
    cause,
  });
}
