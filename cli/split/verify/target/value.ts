import type { ValueKind } from './shape.ts';

/** The one spelling of a value, whoever wrote it: JSON with sorted keys, times in UTC with milliseconds. */
export function canonical(kind: ValueKind, text: string | null): string | null {
  if (text === null || kind !== 'json') return text;
  return JSON.stringify(sorted(JSON.parse(text)));
}

/** The same of a value as JSON carries it. */
export function canonicalJson(kind: ValueKind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return kind === 'json' ? JSON.stringify(sorted(value)) : String(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
