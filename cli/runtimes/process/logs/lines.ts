import { type TimedText, timeOf } from './timed.ts';

const NEWLINE = 10;
const OBJECT = 0x7b;
/** A line without an end is cut here, so that it does not grow for ever. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/**
 * The lines in a log's bytes, with their times; those without `contains` are passed over before anything is made of them. After each piece
 * comes null: a moment to let others have their turn.
 * @param before the time of what precedes them
 */
export function* linesIn(bytes: Iterable<Buffer>, before: string, contains?: string): Generator<TimedText | null> {
  const needle = contains === undefined ? undefined : Buffer.from(contains);
  let time = before;
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of bytes) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = data.length > LONGEST_LINE ? data.length : data.lastIndexOf(NEWLINE) + 1;
    time = yield* wholeLines(data.subarray(0, end), time, needle);
    rest = data.subarray(end);
    yield null;
  }
  if (rest.length > 0) yield* wholeLines(rest, time, needle);
}

/** Returns the time of the last line. */
function* wholeLines(data: Buffer, before: string, needle: Buffer | undefined): Generator<TimedText, string> {
  let time = before;
  for (let from = 0; from < data.length; ) {
    const found = needle === undefined ? from : data.indexOf(needle, from);
    if (found === -1) break;
    const start = needle === undefined ? from : Math.max(from, data.lastIndexOf(NEWLINE, found) + 1);
    const newline = data.indexOf(NEWLINE, found);
    const end = newline === -1 ? data.length : newline;
    const text = data.toString('utf8', start, end);
    // Of a line that has no time, by the one before it; that may have been passed over.
    time = timeOf(text) ?? (start > from ? lastTimeIn(data.subarray(from, start)) : undefined) ?? time;
    if (text !== '') yield { text, time };
    from = end + 1;
  }
  return needle === undefined ? time : (lastTimeIn(data) ?? time);
}

function lastTimeIn(data: Buffer): string | undefined {
  for (let end = data.length; end > 0; ) {
    const start = data.lastIndexOf(NEWLINE, end - 2) + 1;
    if (data[start] === OBJECT) return timeOf(data.toString('latin1', start, end));
    if (start === 0 || end <= 1) return undefined;
    end = start;
  }
  return undefined;
}
