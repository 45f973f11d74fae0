import type { LogRecord } from '../log-record.ts';
import { hopOf } from './hop.ts';

/** A trace's lines by the id of the node that they belong to; under the empty id those of which nothing says to which. */
export function linesByNode(records: readonly LogRecord[], ids: ReadonlySet<string>): Map<string, LogRecord[]> {
  const lines = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.msg === 'span' && hopOf(record)) continue;
    const { spanId, eventId, causationId } = record;
    const id = [spanId, eventId, causationId].find((each): each is string => typeof each === 'string' && ids.has(each));
    const known = lines.get(id ?? '');
    if (known) known.push(record);
    else lines.set(id ?? '', [record]);
  }
  return lines;
}

const BAD = new Set(['warn', 'error', 'fatal']);

/** Whether a line is worth showing where not all of them are. */
export function isTrouble({ level }: LogRecord): boolean {
  return BAD.has(level);
}

/** A hop's own line: the node says all that it does, but for its error. */
export function isOwnLine(record: LogRecord): boolean {
  return hopOf(record) !== undefined;
}
