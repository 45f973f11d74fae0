import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';

/** What a fleet has as the package has it. */
const COPIED = ['shared', 'bin/aurora'];
/** Packages that were installed there, and what editors leave. */
const IGNORED = /(^|\/)(node_modules(\/|$)|\.|[^/]*~$)/;

/** The library and the launcher as the package brings them. A fleet that is the package's own folder has them already. */
export function readCopies(packageFolder: string, fleetRoot: string): readonly PlannedFile[] {
  if (packageFolder === fleetRoot) return [];
  return COPIED.flatMap((path) => filesIn(packageFolder, path))
    .sort()
    .map((path) => {
      const content = readFileSync(join(packageFolder, path), 'utf8');
      return { path, kind: 'copied', template: path, hash: fingerprint(content), content };
    });
}

function filesIn(root: string, path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'))
    .filter((name) => !IGNORED.test(name));
}
