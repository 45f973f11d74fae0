import { parseTimeSpan } from './parse-time-span.ts';

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A moment: so long ago (`5m`), or a time in ISO 8601, in UTC unless it says otherwise, as log lines have it; undefined when it is none. */
export function parseMoment(text: string, now = Date.now()): Date | undefined {
  const span = parseTimeSpan(text);
  if (span !== undefined) return new Date(now - span);
  const match = ISO.exec(text);
  if (!match) return undefined;
  const inUtc = match[1] === undefined && text.length > 'yyyy-mm-dd'.length ? `${text}Z` : text;
  const moment = new Date(inUtc);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
