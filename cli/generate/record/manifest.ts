import type { FileKind } from '../contract.ts';
import type { OverrideEntry } from './overrides.ts';

export interface ManifestEntry {
  readonly path: string;
  readonly kind: FileKind;
  /** Path of the template below `templates/`. */
  readonly template: string;
  /** Of what the template gave when the file was last written: a file that differs holds edits. */
  readonly hash: string;
}

export type Manifest = ReadonlyMap<string, ManifestEntry>;

/** Of the run as a whole. */
export interface ManifestHead {
  /** Version of the package whose templates and library the fleet has; null: not known. */
  readonly package: string | null;
  /** Templates of the fleet's own. */
  readonly overrides: readonly OverrideEntry[];
}

/** One line a file, sorted: a change of one file is one line of a review, and two branches seldom collide. */
export function printManifest(head: ManifestHead, entries: Iterable<ManifestEntry>): string {
  const files = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lists = [
    ...(head.overrides.length > 0 ? [printList('overrides', head.overrides)] : []),
    printList('files', files),
  ];
  return `{\n  "version": 1,\n  "package": ${JSON.stringify(head.package)},\n${lists.join(',\n')}\n}\n`;
}

function printList(name: string, items: readonly object[]): string {
  const lines = items.map((item) => `    ${JSON.stringify(item)}`);
  return lines.length === 0 ? `  "${name}": []` : `  "${name}": [\n${lines.join(',\n')}\n  ]`;
}

export function parseManifest(text: string): { readonly head: ManifestHead; readonly files: Manifest } {
  const { package: version, overrides, files } = JSON.parse(text) as Partial<ManifestHead> & { files: ManifestEntry[] };
  return {
    head: { package: version ?? null, overrides: overrides ?? [] },
    files: new Map(files.map((entry) => [entry.path, entry])),
  };
}
