import type { PlannedFile } from '../../generate/contract.ts';
import { fingerprint } from '../../generate/fingerprint.ts';
import { BASE } from '../../generate/record/paths.ts';
import type { FleetRecord } from '../../generate/record/read.ts';
import type { Tree } from '../../generate/tree.ts';
import type { Renaming } from '../rename.ts';
import type { Move } from './moving-tree.ts';

/** A file of the developer's as templates would write it under the old name and under the new one. */
export interface Pair {
  readonly before: PlannedFile;
  readonly after: PlannedFile;
}

/** Folders of a service that is called otherwise; files of their own whose path comes from the name. */
export function movesFor({ from, to }: Renaming, pairs: readonly Pair[], record: FleetRecord, tree: Tree): Move[] {
  if (from.kind === 'service' && to.kind === 'service') {
    return ['services', 'migrations', `${BASE}services`]
      .map((folder) => ({ from: `${folder}/${from.service}`, to: `${folder}/${to.service}` }))
      .filter((move) => tree.list(move.from).length > 0);
  }
  return pairs
    .filter(({ before, after }) => before.path !== after.path && isEdited(before.path, record, tree))
    .map(({ before, after }) => ({ from: before.path, to: after.path }));
}

/** Those that nobody has edited need no move: the old one goes, and the new one is written anew. */
function isEdited(path: string, record: FleetRecord, tree: Tree): boolean {
  const current = tree.read(path);
  return current !== null && !record.outputs(path).includes(fingerprint(current));
}

/**
 * Owned files of both plans that belong together: by their path, else as the files that a template gives a service under the
 * old name and under the new one. Of those, all paths change in the same place, so their order stays.
 */
export function pairOwned(renaming: Renaming, before: readonly PlannedFile[], after: readonly PlannedFile[]): Pair[] {
  const owned = ({ kind }: PlannedFile) => kind === 'owned';
  const earlier = before.filter(owned).map((file) => ({ file, path: pathAfter(renaming, file.path) }));
  const later = new Map(after.filter(owned).map((file) => [file.path, file]));
  const known = new Set(earlier.map(({ path }) => path));
  const gone = Map.groupBy(
    earlier.filter(({ path }) => !later.has(path)).map(({ file }) => file),
    originOf,
  );
  const fresh = Map.groupBy(
    [...later.values()].filter(({ path }) => !known.has(path)),
    originOf,
  );
  const renamed = [...gone].flatMap(([origin, files]) => {
    const others = fresh.get(origin) ?? [];
    return files.length === others.length ? files.map((file, n) => pairOf(file, others[n])) : [];
  });
  return [...earlier.map(({ file, path }) => pairOf(file, later.get(path))), ...renamed].flat();
}

function pairOf(before: PlannedFile, after: PlannedFile | undefined): Pair[] {
  return after ? [{ before, after }] : [];
}

function pathAfter({ from, to }: Renaming, path: string): string {
  if (from.kind !== 'service' || to.kind !== 'service') return path;
  return path.replace(`services/${from.service}/`, `services/${to.service}/`);
}

function originOf({ path, template }: PlannedFile): string {
  return `${path.split('/')[1]} ${template}`;
}
