import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { PlannedFile } from '../../generate/contract.ts';
import { fingerprint } from '../../generate/fingerprint.ts';
import { PENDING, RECORD } from '../../generate/record/paths.ts';
import { readRecord } from '../../generate/record/read.ts';
import type { Tree } from '../../generate/tree.ts';
import type { Renaming } from '../rename.ts';
import { mergeWords } from './merge-words.ts';
import { movesFor, pairOwned } from './moves.ts';
import { type Move, movingTree } from './moving-tree.ts';
import { type Names, namesIn, oldNamesIn } from './old-names.ts';
import { renameInRecord } from './renamed-record.ts';

export interface Before {
  readonly fleet: Fleet;
  /** What the templates make of it. */
  readonly files: readonly PlannedFile[];
}

export interface RenamedFiles {
  /** With the developer's files where they belong now, and the new names in them. */
  readonly tree: Tree;
  readonly moves: readonly Move[];
  carry(): void;
  /** Places that still use an old name, once all is done. */
  leftOver(): string[];
}

/**
 * The developer's files under their new paths. The new names go into them as a merge of what the templates write under either
 * name, where that meets no edit; the rest of their lines stays, and those that use an old name are told.
 * @throws AuroraError `unfinished_run` where an earlier run has to be finished first, `file_exists`
 */
export function renameFiles(renaming: Renaming, before: Before, after: Before, tree: Tree): RenamedFiles {
  if (tree.read(PENDING) !== null) throw unfinished();
  const { root } = before.fleet;
  const record = readRecord(tree);
  const pairs = pairOwned(renaming, before.files, after.files);
  const moves = movesFor(renaming, pairs, record, tree);
  const taken = moves.find(({ to }) => existsSync(join(root, to)));
  if (taken) throw exists(taken);
  const moving = movingTree(tree, moves);
  const pristine = new Map<string, string>();
  for (const pair of pairs) {
    const { path } = pair.after;
    const ours = moving.read(path);
    const [base, theirs] = [pair.before.content, pair.after.content];
    if (ours === null || base === theirs) continue;
    // Most files are as they were written.
    const text = ours === base ? theirs : mergeWords({ path, base, ours, theirs });
    if (text !== ours) moving.write(path, text);
    const wasEdited = !record.outputs(pair.before.path).includes(fingerprint(ours));
    if (text === theirs && !wasEdited) pristine.set(path, pair.after.hash);
  }
  if (record.model) renameInRecord(record, { renaming, moves, pristine }, moving);
  const names = namesIn(renaming, before.fleet, after.fleet);
  return {
    tree: moving,
    moves: moves.filter(({ from }) => !from.startsWith(RECORD)),
    carry: () => moving.carry(root),
    leftOver: () => leftOver(renaming, after.fleet, names),
  };
}

/** Where the name may be used: its own service, and those that refer to it. */
function leftOver({ to }: Renaming, { root, services }: Fleet, names: Names): string[] {
  const service = 'service' in to ? to.service : undefined;
  const folders = services.filter(
    ({ name, dependsOn }) =>
      service === undefined || name === service || (to.kind !== 'field' && dependsOn.includes(service)),
  );
  return folders
    .map(({ name }) => `services/${name}`)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => oldNamesIn(root, folder, names));
}

function unfinished(): AuroraError {
  return new AuroraError('unfinished_run', 'The last run of generate did not come to its end.', {
    exit: 'failed',
    details: ['Files would move that it has yet to write.'],
    next: 'aurora generate, then this again',
  });
}

function exists({ from, to }: Move): AuroraError {
  return new AuroraError('file_exists', `${to} is there already, so ${from} cannot move there.`, {
    exit: 'failed',
    next: `move ${to} out of the way, then this again`,
  });
}
