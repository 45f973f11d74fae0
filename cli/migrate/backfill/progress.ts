/** How far a backfill has come, as it is told. */
export interface BackfillProgress {
  readonly table: string;
  /** Rows walked, whether they needed it or not; those of earlier, killed runs as well. */
  readonly rows: number;
  /** How many there are, about; null where nobody knows. */
  readonly of: number | null;
  readonly rowsPerSecond: number;
  /** Null where nobody knows. */
  readonly secondsLeft: number | null;
}

/** `120,000 of about 3,000,000 rows of orders, 45,000/s, 64 s left`. */
export function inWords({ table, rows, of, rowsPerSecond, secondsLeft }: BackfillProgress): string {
  const count = (n: number) => n.toLocaleString('en');
  return [
    `${count(rows)}${of === null ? '' : ` of about ${count(of)}`} rows of ${table}`,
    `${count(rowsPerSecond)}/s`,
    ...(secondsLeft === null ? [] : [`${secondsLeft} s left`]),
  ].join(', ');
}

/**
 * @param before rows of earlier runs
 * @param of how many there were, about, when it began
 * @param now milliseconds of a clock that only goes forwards
 */
export function progressOf(table: string, before: number, of: number | null, now: () => number) {
  const startedAt = now();
  return (rows: number): BackfillProgress => {
    const rowsPerSecond = Math.round(((rows - before) * 1000) / Math.max(now() - startedAt, 1));
    // More have come meanwhile, or it was a bad guess.
    const known = of !== null && of >= rows ? of : null;
    const secondsLeft = known === null || rowsPerSecond === 0 ? null : Math.ceil((known - rows) / rowsPerSecond);
    return { table, rows, of: known, rowsPerSecond, secondsLeft };
  };
}
