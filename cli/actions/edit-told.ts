import type { Edited } from './edit-config.ts';
import type { FileChange } from './generate.ts';
import { describePreview, describeRun } from './generate-told.ts';

/** Enough to begin with; `--json` has them all. */
const MOST_LEFT_OVER = 20;

/** Handlers, which templates can only begin. */
const HANDLER = /^services\/[^/]+\/src\/(commands|queries|subscribers)\/[^/]+\.ts$/;

/** What an edit has done, or with `--dry-run` would do, as lines. */
export function describeEdit(verb: string, edited: Edited): string[] {
  const { what, diff, written, generation, notes, moves, leftOver } = edited;
  const moved = moves.map(({ from, to }) => `${'move'.padEnd(9)}  ${from}  (to ${to})`);
  if (!written) {
    const preview = generation ? describePreview(generation) : [];
    return [...(diff ?? '').trimEnd().split('\n'), ...moved, ...preview, ...notes];
  }
  const run = generation ? describeRun(generation) : ['next: aurora generate'];
  const more = leftOver.length - MOST_LEFT_OVER;
  const rest = more > 0 ? [`and ${more} more places`] : [];
  const begun = verb === 'added' ? (generation?.changes ?? []).filter(isNewHandler) : [];
  const toWrite = begun.map(({ path }) => `next: write ${path}, which throws not_implemented until then`);
  return [`${verb} ${what}`, ...moved, ...run, ...notes, ...toWrite, ...leftOver.slice(0, MOST_LEFT_OVER), ...rest];
}

function isNewHandler({ path, action }: FileChange): boolean {
  return action === 'create' && HANDLER.test(path);
}
