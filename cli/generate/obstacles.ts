import { lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Kind = 'file' | 'folder' | 'a link that leads nowhere' | null;

/** What stands in the way of files that are to be written: a sentence each. */
export function findObstacles(root: string, paths: readonly string[]): readonly string[] {
  const folders = new Map<string, Kind>([['.', 'folder']]);
  const folderAt = (folder: string): Kind => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const above = folderAt(dirname(folder));
    // Below what is not there, or is in the way itself, nothing else can be.
    const kind = above === 'folder' ? kindAt(join(root, folder)) : null;
    folders.set(folder, kind);
    return kind;
  };

  const inPlace = paths.flatMap((path) => {
    if (folderAt(dirname(path)) !== 'folder') return [];
    const kind = kindAt(join(root, path));
    return kind === null || kind === 'file' ? [] : [`${path} is ${kind === 'folder' ? 'a folder' : kind}`];
  });
  const above = [...folders].flatMap(([folder, kind]) =>
    kind === null || kind === 'folder' ? [] : [`${folder} is ${kind === 'file' ? 'a file' : kind}`],
  );
  return [...above, ...inPlace];
}

function kindAt(file: string): Kind {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found) return found.isDirectory() ? 'folder' : 'file';
  return lstatSync(file, { throwIfNoEntry: false }) ? 'a link that leads nowhere' : null;
}
