import type { Row, Standing } from '../target/contract.ts';

export interface Compared {
  readonly inserts: readonly Row[];
  readonly updates: readonly Row[];
  readonly unchanged: number;
  /** The service has changed them since: they stay as they are. */
  readonly conflicts: readonly Row[];
}

/** What would be written against what stands there. @param again changes are versions that others may have seen */
export function compare(rows: readonly Row[], standing: ReadonlyMap<string, Standing>, again: boolean): Compared {
  if (standing.size === 0) return { inserts: rows, updates: [], unchanged: 0, conflicts: [] };
  const inserts: Row[] = [];
  const updates: Row[] = [];
  const conflicts: Row[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const found = standing.get(row.id);
    if (!found) inserts.push(row);
    else if (found.rest === row.rest && found.version >= row.version) unchanged += 1;
    else if (found.version > (found.written ?? row.version)) conflicts.push(row);
    else updates.push({ ...row, version: Math.max(row.version, found.version + (again ? 1 : 0)) });
  }
  return { inserts, updates, unchanged, conflicts };
}
