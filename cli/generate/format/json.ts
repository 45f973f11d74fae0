import { fitsWithin, widthOf } from './width.ts';

/** A value as a JSON file, laid out as the formatter would: lists of plain values share a line where they fit. */
export function printJson(value: unknown): string {
  return `${print(value, 0, 0)}\n`;
}

/** @param column where it starts @param indent of the line that it starts on */
function print(value: unknown, column: number, indent: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = ' '.repeat(indent + 2);
  const end = `\n${' '.repeat(indent)}`;
  if (Array.isArray(value)) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isPlain = value.every((item) => item === null || typeof item !== 'object');
    // A comma may follow.
    if (value.length === 0 || (isPlain && fitsWithin(column + widthOf(flat) + 1))) return flat;
    return `[\n${value.map((item) => inner + print(item, indent + 2, indent + 2)).join(',\n')}${end}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + print(item, widthOf(start), indent + 2);
  });
  return `{\n${lines.join(',\n')}${end}}`;
}
