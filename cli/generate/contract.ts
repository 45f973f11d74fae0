/**
 * Who a file belongs to decides what a second run may do to it.
 *
 * - `generated`: Aurora's. Overwritten whenever it differs.
 * - `owned`: the developer's from the first run on. Written once, never touched again.
 * - `merged`: both write into it. Merged three ways against the last pristine output.
 * - `copied`: comes with the package as it is, `shared/` and the launcher. Merged as well.
 * - `migration`: history. Written once, never touched, and never removed, not even with its entity.
 */
export type FileKind = 'generated' | 'owned' | 'merged' | 'copied' | 'migration';

/** One file as the templates want it; planners return these and touch nothing. */
export interface PlannedFile {
  /** Relative to the fleet's root, with forward slashes. */
  readonly path: string;
  readonly kind: FileKind;
  /** Path of the template below `templates/`; of what is copied, its path in the package. */
  readonly template: string;
  /** Fingerprint of the content, known without rendering it where the last run rendered the same. */
  readonly hash: string;
  readonly content: string;
}

/** Both kinds hold the developer's edits beside Aurora's output, so both need the output that the edits were made to. */
export function isMerged({ kind }: { readonly kind: FileKind }): boolean {
  return kind === 'merged' || kind === 'copied';
}

/** One thing that a run does, or finds and leaves alone. */
export interface Change {
  readonly path: string;
  readonly action: ChangeAction;
  /** In the words of a sentence that starts with the path: `edited`, `no longer in the config`. */
  readonly because: string;
  /** What will stand in the file; null where nothing is written. */
  readonly content: string | null;
}

/**
 * - `overwrite`: an update that discards edits, which a generated file must not hold.
 * - `merge`: an update that keeps the edits.
 * - `conflict`: the file is written with conflict markers, and the run fails.
 * - `orphan`: nothing wants the file any more, but it holds edits: it stays, and it counts as drift.
 * - `absent`: the developer deleted it on purpose: it stays deleted, and that is no drift.
 */
export type ChangeAction = 'create' | 'update' | 'overwrite' | 'merge' | 'remove' | 'conflict' | 'orphan' | 'absent';
