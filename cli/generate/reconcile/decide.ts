import { type Change, type ChangeAction, isMerged, type PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import type { ManifestEntry } from '../record/manifest.ts';
import { hasConflictMarkers, type MergeTask } from './merge.ts';

/** What is known about one path besides its new output. */
export interface Past {
  /** The file as it stands; null if it is missing. */
  readonly current: string | null;
  /** What the last successful run noted; undefined if it knew no such file. */
  readonly entry: ManifestEntry | undefined;
  /** Hashes of what Aurora has put there since then, by runs that came to their end or not: anything else is an edit. */
  readonly outputs: readonly string[];
  /** The pristine output that a merged file was made from; null if that is not known. */
  readonly base: string | null;
}

/** Null: the file stays as it is. */
export type Decision = { readonly change: Change } | { readonly merge: MergeTask } | null;

/** What becomes of a file that the templates want. */
export function decide(file: PlannedFile, past: Past): Decision {
  if (past.current !== null && fingerprint(past.current) === file.hash) return null;
  switch (file.kind) {
    case 'generated':
      return decideGenerated(file, past);
    case 'merged':
    case 'copied':
      return decideMerged(file, past);
    case 'owned':
    case 'migration':
      return decideOwned(file, past);
  }
}

function decideGenerated({ path, content }: PlannedFile, { current, entry, outputs }: Past): Decision {
  if (current === null) return change(path, 'create', entry ? 'missing' : 'new', content);
  return isEdited(current, outputs)
    ? change(path, 'overwrite', 'edited, and generated files take no edits', content)
    : change(path, 'update', 'its output changed', content);
}

function decideOwned(file: PlannedFile, { current, entry, outputs }: Past): Decision {
  // History is what a run has come to its end with.
  const isBegun = file.kind === 'migration' && !entry && current !== null && outputs.includes(fingerprint(current));
  if (isBegun) return change(file.path, 'update', 'an unfinished run left another', file.content);
  if (current !== null) return null;
  return entry ? change(file.path, 'absent', 'you deleted it', null) : change(file.path, 'create', 'new', file.content);
}

/** A file that is written once, and that nobody has edited since, follows its template when Aurora is upgraded. */
export function follow(file: PlannedFile, { current, outputs }: Past): Decision {
  if (current === null || isEdited(current, outputs) || fingerprint(current) === file.hash) return null;
  return change(file.path, 'update', 'it comes out differently now, and you never edited it', file.content);
}

/** Whether a file holds edits, and its template gives something else than when this was last looked at. */
export function isLeftBehind({ hash }: PlannedFile, { current, entry, outputs }: Past): boolean {
  return current !== null && fingerprint(current) !== hash && isEdited(current, outputs) && entry?.hash !== hash;
}

function decideMerged(file: PlannedFile, past: Past): Decision {
  const { path } = file;
  const { current, outputs, base } = past;
  if (current === null) return decideOwned(file, past);
  if (!isEdited(current, outputs)) return change(path, 'update', 'its output changed', file.content);
  if (hasConflictMarkers(current)) return change(path, 'conflict', 'its conflict markers still stand', null);
  if (base !== null && fingerprint(base) === file.hash) return null;
  return { merge: { path, base, ours: current, theirs: file.content } };
}

/**
 * What becomes of a file that an earlier run wrote and that nothing wants any more.
 * @param isHistory of a migration, whether it was emitted for good
 */
export function decideLeftover(
  { path, kind }: ManifestEntry,
  current: string,
  outputs: readonly string[],
  isHistory: boolean,
): Change | null {
  if (kind === 'migration' && isHistory) return null;
  const because = 'nothing in the config asks for it any more';
  return isEdited(current, outputs)
    ? { path, action: 'orphan', because: `${because}, but it holds edits`, content: null }
    : { path, action: 'remove', because, content: null };
}

/**
 * Files outside services that stood there before Aurora had any of that name: a folder that becomes a fleet has a README of its own.
 * They are left alone, and are not on record.
 */
export function isForeign({ path, kind, hash }: PlannedFile, { current, entry, outputs, base }: Past): boolean {
  if (!isMerged({ kind }) || path.startsWith('services/')) return false;
  if (current === null || entry !== undefined || outputs.length > 0 || base !== null) return false;
  return fingerprint(current) !== hash;
}

function isEdited(current: string, outputs: readonly string[]): boolean {
  return !outputs.includes(fingerprint(current));
}

function change(path: string, action: ChangeAction, because: string, content: string | null): Decision {
  return { change: { path, action, because, content } };
}
