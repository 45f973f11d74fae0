import { stripVTControlCharacters } from 'node:util';

/**
 * Lines of a table: columns as wide as their widest cell, two spaces between, no frame, so that `awk` and `cut` read it too.
 * Cells may carry colours. A column whose every cell is a number stands to the right.
 */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const numeric = heads.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const cells = [heads, ...rows.map((row) => row.map(String))];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  return cells.map((row) =>
    heads
      .map((_, column) => {
        const cell = row[column] ?? '';
        const gap = ' '.repeat((widths[column] ?? 0) - width(cell));
        return numeric[column] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}

function width(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}
