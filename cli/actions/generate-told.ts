import type { ChangeAction } from '../generate/contract.ts';
import type { FileChange, Generation } from './generate.ts';

/** What a run has done, as lines: what a developer would want to look at, and the counts. */
export function describeRun(result: Generation): string[] {
  const noteworthy = result.changes.filter(({ action }) => NOTEWORTHY.has(action));
  return [...noteworthy.map(describeChange), ...result.notes, summaryOf(result)];
}

/** What a run would do, as lines: everything. */
export function describePreview(preview: Generation): string[] {
  return [...preview.changes.map(describeChange), ...preview.notes, summaryOf(preview)];
}

export function describeChange({ path, action, because }: FileChange): string {
  return `${action.padEnd(9)}  ${path}  (${because})`;
}

/** What a developer would want to look at after a run; `--dry-run` lists everything. */
const NOTEWORTHY = new Set<ChangeAction>(['overwrite', 'merge', 'orphan', 'absent']);

function summaryOf({ changes, unchanged }: Generation): string {
  const counts = Map.groupBy(changes, ({ action }) => action);
  const parts = [...counts].map(([action, files]) => `${files.length} ${PAST[action]}`);
  return [...parts, `${unchanged} unchanged`].join(', ');
}

const PAST = {
  create: 'created',
  update: 'updated',
  overwrite: 'overwritten',
  merge: 'merged',
  remove: 'removed',
  conflict: 'in conflict',
  orphan: 'left behind with edits',
  absent: 'deleted by you',
} as const;
