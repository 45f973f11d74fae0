import type { Change } from './contract.ts';
import type { Proposal } from './proposal.ts';
import { PENDING } from './record/paths.ts';
import { printPending } from './record/pending.ts';
import type { Tree } from './tree.ts';

/** Carries a proposal out. Cut off anywhere, or ended by a conflict, it leaves a record from which the next run goes on. */
export function apply(proposal: Proposal, tree: Tree): void {
  const { changes, record, pending } = proposal;
  if (changes.some(touches)) {
    tree.write(PENDING, printPending(pending.during));
    applyAll(changes, tree);
  }
  if (changes.some((change) => change.action === 'conflict')) {
    tree.write(PENDING, printPending(pending.after));
    return;
  }
  applyAll(record, tree);
  // The proposal could not know of the one that was written a moment ago.
  tree.remove(PENDING);
}

function applyAll(changes: readonly Change[], tree: Tree): void {
  for (const { path, action, content } of changes) {
    if (content !== null) tree.write(path, content);
    else if (action === 'remove') tree.remove(path);
  }
}

function touches({ action, content }: Change): boolean {
  return content !== null || action === 'remove';
}
