import { fingerprint } from '../fingerprint.ts';
import type { ManifestEntry } from './manifest.ts';

/**
 * Stands while a run is under way, and after one that was killed or met a conflict; the next run starts from it.
 * The manifest, the bases and the model say what the last *successful* run left; this says what came after.
 */
export interface Pending {
  /** Files the unfinished run meant to write: they are ours to clean up although no manifest lists them yet. */
  readonly files: readonly ManifestEntry[];
  /** Files the unfinished run meant to remove: that they are gone does not mean that the developer deleted them. */
  readonly removed?: readonly string[];
  /** Hash of the model that it was about to record: until that stands, what it wrote of migrations is no history. */
  readonly model?: string;
  /** Oldest first. */
  readonly merges: readonly PendingMerge[];
}

/** An output that has gone, or was about to go, into a merged file while its base still is an older one. */
export type PendingMerge = { readonly path: string; readonly output: string } & (
  | { readonly outcome: 'clean' /** Hash of the file with the output in it. */; readonly after: string }
  | {
      readonly outcome: 'conflict';
      /**
       * Hash of the file before the markers. Null where going back there is an answer: whoever takes their own side of all markers
       * comes to it, or git knows of the conflict and tells whether it is resolved.
       */
      readonly before: string | null;
    }
);

export const NOTHING_PENDING: Pending = { files: [], merges: [] };

/** The newest output that the file already holds; null if that is still the one of its base. */
export function outputWithin({ merges }: Pending, path: string, current: string): string | null {
  const actual = fingerprint(current);
  const held = merges.findLast(
    // A conflict is noted once its markers are written, so whatever follows them resolves them.
    (merge) => merge.path === path && (merge.outcome === 'clean' ? merge.after === actual : merge.before !== actual),
  );
  return held?.output ?? null;
}

/** With these conflicts known to git: there the file as it was before is an answer, too. */
export function knownToGit({ merges, ...rest }: Pending, paths: ReadonlySet<string>): Pending {
  const asked = merges.map((merge) =>
    merge.outcome === 'conflict' && paths.has(merge.path) ? { ...merge, before: null } : merge,
  );
  return { ...rest, merges: asked };
}

export function printPending(pending: Pending): string {
  return `${JSON.stringify(pending, null, 2)}\n`;
}

export function parsePending(text: string): Pending {
  return JSON.parse(text) as Pending;
}
