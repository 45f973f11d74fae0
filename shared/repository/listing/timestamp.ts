const TIMESTAMP = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
/** In UTC; no database has a year 0, and none past 9999 is written like this. */
const STORABLE = /^(?!0000)\d{4}-/;

/** A date, or a time with its offset, as databases take it; undefined where a text is neither or none that they hold. */
export function parseTimestamp(text: string): string | undefined {
  const time = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || !isInCalendar(text.slice(0, 10))) return undefined;
  const utc = new Date(time).toISOString();
  return STORABLE.test(utc) ? utc : undefined;
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isInCalendar(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
