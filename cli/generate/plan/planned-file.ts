import type { PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import { kindOf } from './kind.ts';

export function renderedFile(path: string, template: string, content: string): PlannedFile {
  return { path, kind: kindOf(path), template, hash: fingerprint(content), content };
}

/** A file whose hash is known from an earlier run: most stand on disk already, and nobody asks for their content. */
export function knownFile(path: string, template: string, hash: string, render: () => string): PlannedFile {
  return {
    path,
    kind: kindOf(path),
    template,
    hash,
    get content() {
      return render();
    },
  };
}
