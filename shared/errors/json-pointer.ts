/** The JSON Pointer (RFC 6901) to a value, e.g. `/outline/0/week`; empty for the whole document. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((segment) => `/${escapePointer(String(segment))}`).join('');
}

/** One segment of a pointer, with `~` and `/` escaped. */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
