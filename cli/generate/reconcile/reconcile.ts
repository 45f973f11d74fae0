import { AuroraError } from '../../errors.ts';
import { packageJson } from '../../package.ts';
import { type Change, isMerged, type PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import type { ManifestEntry } from '../record/manifest.ts';
import type { PendingMerge } from '../record/pending.ts';
import type { FleetRecord } from '../record/read.ts';
import type { Tree } from '../tree.ts';
import { decide, decideLeftover, follow, isForeign, isLeftBehind, type Past } from './decide.ts';
import { type MergeTask, merge } from './merge.ts';

/** How the tree gets from what it is to what the templates want, and what will be on record then. */
export interface Reconciliation {
  /** Sorted by path; files that stay as they are do not appear. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly entries: readonly ManifestEntry[];
  readonly merges: readonly PendingMerge[];
  readonly conflicts: readonly MergeTask[];
  readonly notes: readonly string[];
}

/**
 * Reads, merges, and writes nothing.
 * @param upgrades whether files that are written once follow their templates where they hold no edits
 */
export function reconcile(
  planned: readonly PlannedFile[],
  record: FleetRecord,
  tree: Tree,
  upgrades = false,
): Reconciliation {
  const changes: Change[] = [];
  const entries: ManifestEntry[] = [];
  const merges: PendingMerge[] = [];
  const conflicts: MergeTask[] = [];
  const notes: string[] = [];

  for (const file of planned) {
    const past = pastOf(file, record, tree);
    if (isForeign(file, past)) continue;
    const follows = upgrades && file.kind === 'owned';
    entries.push(entryOf(file, follows ? undefined : past.entry));
    if (follows && isLeftBehind(file, past)) notes.push(leftBehind(file));
    const decision = (follows && follow(file, past)) || decide(file, past);
    const change = decision && ('merge' in decision ? mergeChange(decision.merge) : decision.change);
    if (!change) continue;
    changes.push(change);
    if (!decision || !('merge' in decision)) continue;
    if (change.content !== null && change.action === 'conflict') conflicts.push(decision.merge);
    const pending = pendingMerge(change, decision.merge);
    if (pending) merges.push(pending);
  }

  const wanted = new Set(planned.map((file) => file.path));
  const unchanged = planned.length - changes.length;
  for (const entry of knownEntries(record)) {
    const current = wanted.has(entry.path) ? null : tree.read(entry.path);
    if (current === null) continue;
    const change = decideLeftover(entry, current, record.outputs(entry.path), record.isHistory(entry.path));
    if (change) changes.push(change);
    if (change?.action !== 'remove') entries.push(entry);
  }

  const created = changes.filter(({ action }) => action === 'create');
  assertNothingInTheWay(tree.obstacles(created.map(({ path }) => path)));
  changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { changes, unchanged, entries, merges, conflicts, notes };
}

function pastOf(file: PlannedFile, record: FleetRecord, tree: Tree): Past {
  const { path } = file;
  const current = tree.read(path);
  const base = isMerged(file) && current !== null ? record.base(path, current) : null;
  return {
    current,
    base,
    entry: current === null && record.pending.removed?.includes(path) ? undefined : record.manifest.get(path),
    outputs: record.outputs(path),
  };
}

function leftBehind({ path, template }: PlannedFile): string {
  return `${path} is yours, and comes out differently now: compare it with node_modules/${packageJson().name}/templates/${template}`;
}

function assertNothingInTheWay(obstacles: readonly string[]): void {
  if (obstacles.length === 0) return;
  throw new AuroraError('not_a_file', 'Something stands where generated files have to be, so nothing was written.', {
    exit: 'failed',
    details: obstacles,
    next: 'move it away, then aurora generate',
  });
}

function mergeChange(task: MergeTask): Change | null {
  const { path, ours } = task;
  if (!isText(ours))
    return { path, action: 'conflict', because: 'you made it something else than UTF-8 text', content: null };
  const { text, conflicts } = merge(task);
  if (conflicts) return { path, action: 'conflict', because: 'your edits and the new output meet', content: text };
  if (text === ours) return null;
  return { path, action: 'merge', because: 'its output changed, and you edited it', content: text };
}

/** What is not text would not come out of a merge as it went in. */
function isText(content: string): boolean {
  return !content.includes('\0') && !content.includes('\uFFFD');
}

function pendingMerge({ path, action, content }: Change, task: MergeTask): PendingMerge | null {
  if (content === null) return null;
  const output = task.theirs;
  if (action !== 'conflict') return { path, output, outcome: 'clean', after: fingerprint(content) };
  const kept = fingerprint(merge(task, ['--ours']).text);
  const before = fingerprint(task.ours);
  return { path, output, outcome: 'conflict', before: kept === before ? null : before };
}

/** What is written once keeps the hash of that one time: it tells whether the developer has made it theirs. */
function entryOf({ path, kind, template, hash }: PlannedFile, before: ManifestEntry | undefined): ManifestEntry {
  const writtenOnce = kind === 'owned' || kind === 'migration';
  return writtenOnce && before?.kind === kind ? before : { path, kind, template, hash };
}

/** Files of the last run, and of an unfinished one after it. */
function knownEntries({ manifest, pending }: FleetRecord): Iterable<ManifestEntry> {
  const unlisted = pending.files.map((entry): [string, ManifestEntry] => [entry.path, entry]);
  return new Map([...unlisted, ...manifest]).values();
}
