/** What JSON Schema calls the type of a value. */
export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
