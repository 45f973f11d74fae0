const TIMESTAMP = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
/** In UTC; no database has a year 0, and none past 9999 is written like this. */
const STORABLE = /^(?!0000)\d{4}-/;

/** A date, or a time with its offset, as databases take it; undefined where a text is neither or none that they hold. */
export function parseTimestamp(text: string): string | undefined {
  const time = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  const utc = new Date(time).toISOString();
  return STORABLE.test(utc) ? utc : undefined;
}
