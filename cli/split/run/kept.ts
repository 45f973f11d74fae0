import type { Cells } from '../source/contract.ts';
import type { Kept } from '../target/contract.ts';

/** Characters of a value that are kept to be looked at. */
const SHOWN = 1_000;

export function keptOf(key: string, why: Kept['why'], names: readonly string[], cells: Cells): Kept {
  const row: Record<string, string | null> = {};
  names.forEach((name, at) => {
    const cell = cells[at] ?? null;
    row[name] = cell === null ? null : shown(cell.toString());
  });
  return { key, why, row };
}

/** What no JSON of PostgreSQL holds is shown as U+FFFD. */
function shown(text: string): string {
  return text.slice(0, SHOWN).toWellFormed().replaceAll('\0', '\uFFFD');
}
