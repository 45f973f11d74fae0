import type { Fleet } from '../../config/model.ts';
import { type Change, isMerged, type PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Tree } from '../tree.ts';
import { type ManifestEntry, type ManifestHead, printManifest } from './manifest.ts';
import { printModel } from './model.ts';
import { basePath, MANIFEST, MODEL, PENDING } from './paths.ts';
import type { FleetRecord } from './read.ts';

/**
 * The changes that bring the record up to date once all files are written, in the order that survives a kill between any two:
 * a base may be ahead of the manifest, the model may be, but nothing is behind what stands on disk without `pending.json` saying so.
 */
export function nextRecord(
  fleet: Fleet,
  planned: readonly PlannedFile[],
  head: ManifestHead,
  entries: readonly ManifestEntry[],
  record: FleetRecord,
  tree: Tree,
): readonly Change[] {
  const kept = new Set(entries.map((entry) => entry.path));
  const staleBases = [...record.manifest.values()].filter((entry) => isMerged(entry) && !kept.has(entry.path));
  return [
    ...planned.filter((file) => isMerged(file) && kept.has(file.path)).map((file) => updateBase(tree, file)),
    ...staleBases.map(({ path }) => removal(tree, basePath(path), 'its file is gone')),
    update(tree, MODEL, printModel(fleet), 'the config has changed since'),
    update(tree, MANIFEST, printManifest(head, entries), 'it does not list what is generated now'),
    removal(tree, PENDING, 'a run did not come to its end'),
  ].filter((change) => change !== null);
}

function updateBase(tree: Tree, file: PlannedFile): Change | null {
  const path = basePath(file.path);
  const current = tree.read(path);
  if (current !== null && fingerprint(current) === file.hash) return null;
  return update(tree, path, file.content, 'it is not what was last generated');
}

function update(tree: Tree, path: string, content: string, because: string): Change | null {
  const current = tree.read(path);
  if (current === content) return null;
  return current === null
    ? { path, action: 'create', because: 'new', content }
    : { path, action: 'update', because, content };
}

function removal(tree: Tree, path: string, because: string): Change | null {
  return tree.read(path) === null ? null : { path, action: 'remove', because, content: null };
}
