import type { PlannedFile } from '../contract.ts';
import { fingerprint } from '../fingerprint.ts';
import type { KnownOutputs, Output } from '../known-outputs.ts';
import type { Template } from '../templates/load.ts';
import { isNothing } from './migrations.ts';
import { knownFile, renderedFile } from './planned-file.ts';

/** One file to be. */
export interface Rendering {
  readonly template: Template;
  readonly path: string;
  readonly view: object;
}

export interface PlannedOutput extends Output {
  readonly files: readonly PlannedFile[];
  /** Whether the last run saw the same: then nothing was rendered. */
  readonly isKnown: boolean;
}

/** @param view all that the renderings see, by which they are known again */
export function planOutput(
  of: string,
  view: object,
  renderings: readonly Rendering[],
  known: KnownOutputs | undefined,
): PlannedOutput {
  const input = fingerprint(JSON.stringify(view));
  const hashes = known?.of(of, input);
  const files = renderings.flatMap(({ template: { id, render }, path, view }) => {
    if (hashes) {
      const hash = hashes.get(path);
      return hash === undefined ? [] : [knownFile(path, id, hash, () => render(view))];
    }
    const content = render(view);
    return isNothing(content) ? [] : [renderedFile(path, id, content)];
  });
  return { of, input, files, isKnown: hashes !== undefined };
}
