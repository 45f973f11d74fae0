import type { Edited } from './edit-config.ts';
import { describeChange, describeRun } from './generate-told.ts';

/** What an edit has done, or with `--dry-run` would do, as lines. */
export function describeEdit(verb: string, { what, diff, written, generation, notes }: Edited): string[] {
  if (!written) {
    return [...diff.trimEnd().split('\n'), ...(generation?.changes ?? []).map(describeChange), ...notes];
  }
  const run = generation ? describeRun(generation) : ['next: aurora generate'];
  return [`${verb} ${what}`, ...run, ...notes];
}
