import type { Change, ChangeOf } from './change.ts';
import { columnOf, type Known } from './known.ts';

/** MODIFY says all of a column anew: which parts of it differ from what is known, each as a change of its own. */
export function unfold(change: Change, known: Known): readonly Change[] {
  return change.kind === 'modify-column' ? differences(change, known) : [change];
}

function* parts({ table, column: after }: ChangeOf<'modify-column'>, known: Known): Iterable<Change> {
  const column = after.name;
  const before = columnOf(known, table, column);
  yield { kind: 'change-type', table, column, type: after.type };
  if (after.notNull) yield { kind: 'set-not-null', table, column };
  else if (before?.notNull) yield { kind: 'drop-not-null', table, column };
  if (before?.fallback !== undefined && (after.fallback ?? 'null') === 'null') {
    yield { kind: 'drop-default', table, column };
  }
  for (const constraint of after.constraints) yield { kind: 'add-constraint', table, constraint };
}

const differences = (change: ChangeOf<'modify-column'>, known: Known): Change[] => [...parts(change, known)];
