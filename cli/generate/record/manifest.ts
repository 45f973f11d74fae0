import type { FileKind } from '../contract.ts';

export interface ManifestEntry {
  readonly path: string;
  readonly kind: FileKind;
  /** Path of the template below `templates/`. */
  readonly template: string;
  /** Of what the template gave when the file was last written: a file that differs holds edits. */
  readonly hash: string;
}

export type Manifest = ReadonlyMap<string, ManifestEntry>;

/** One line a file, sorted: a change of one file is one line of a review, and two branches seldom collide. */
export function printManifest(entries: Iterable<ManifestEntry>): string {
  const lines = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1)).map((entry) => `    ${JSON.stringify(entry)}`);
  return lines.length === 0
    ? '{\n  "version": 1,\n  "files": []\n}\n'
    : `{\n  "version": 1,\n  "files": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

export function parseManifest(text: string): Manifest {
  const { files } = JSON.parse(text) as { files: ManifestEntry[] };
  return new Map(files.map((entry) => [entry.path, entry]));
}
