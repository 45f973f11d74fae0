import { isDeepStrictEqual } from 'node:util';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

/** Whether what is read is what was written: a moment is the same in any zone, to the millisecond. */
export function isSameValue(written: unknown, read: unknown): boolean {
  if (isDeepStrictEqual(plain(written), plain(read))) return true;
  if (Array.isArray(written) && Array.isArray(read)) {
    return written.length === read.length && written.every((each, at) => isSameValue(each, read[at]));
  }
  if (typeof written !== 'string' || typeof read !== 'string' || !INSTANT.test(written)) return false;
  return Date.parse(written) === Date.parse(read);
}

/** As JSON has it: there is no negative zero in what is read back, and no undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** The fields that read back otherwise than they were written. */
export function changedFields(written: object, read: unknown): string[] {
  const found = Object(read) as Record<string, unknown>;
  return Object.entries(written).flatMap(([name, value]) => {
    if (isSameValue(value, found[name])) return [];
    return [`${name}: ${shortly(value)} was written, ${shortly(found[name])} is read`];
  });
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
