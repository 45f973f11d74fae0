import type { PlannedFile } from '../../generate/contract.ts';
import { fingerprint } from '../../generate/fingerprint.ts';
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
    return ['services', 'migrations', '.aurora/generated/base/services']
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

/** Owned files of both plans that belong together: by their path, else by the template that each alone has another path for. */
export function pairOwned(
  { from, to }: Renaming,
  before: readonly PlannedFile[],
  after: readonly PlannedFile[],
): Pair[] {
  const [earlier, later] = [before, after].map((files) => files.filter(({ kind }) => kind === 'owned')) as [
    PlannedFile[],
    PlannedFile[],
  ];
  const pathAfter = (path: string) =>
    from.kind === 'service' && to.kind === 'service'
      ? path.replace(`services/${from.service}/`, `services/${to.service}/`)
      : path;
  const byPath = new Map(later.map((file) => [file.path, file]));
  const known = new Set(earlier.map(({ path }) => pathAfter(path)));
  const fresh = Map.groupBy(
    later.filter(({ path }) => !known.has(path)),
    originOf,
  );
  return earlier.flatMap((file) => {
    const other = byPath.get(pathAfter(file.path)) ?? fresh.get(originOf(file))?.[0];
    return other ? [{ before: file, after: other }] : [];
  });
}

/** A renaming gives one path at most to each template of a service. */
function originOf({ path, template }: PlannedFile): string {
  return `${path.split('/')[1]} ${template}`;
}
