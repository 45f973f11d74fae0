import type { FieldPacket, RowDataPacket } from 'mysql2';
import type { Row } from '../../contract.ts';

/** Column types of MySQL's protocol. */
const TINY = 1;
const TIMESTAMP = 7;
const LONGLONG = 8;
const DATETIME = 12;

type Read = (value: never) => unknown;

/** How rows with these columns become plain: times ISO 8601 in UTC, as JSON and events carry them, bigints as text, booleans. */
export function readerOf(fields: readonly FieldPacket[]): (rows: RowDataPacket[]) => Row[] {
  const reads = fields.flatMap((field): [string, Read][] => {
    const read = readOf(field);
    return read ? [[field.name, read]] : [];
  });
  if (reads.length === 0) return (rows) => rows;
  return (rows) => {
    for (const row of rows) {
      for (const [name, read] of reads) if (row[name] !== null) row[name] = read(row[name] as never);
    }
    return rows;
  };
}

function readOf({ columnType, columnLength }: FieldPacket): Read | undefined {
  if (columnType === DATETIME || columnType === TIMESTAMP) return isoTime;
  if (columnType === LONGLONG) return String;
  // BOOLEAN is TINYINT(1).
  return columnType === TINY && columnLength === 1 ? (value: number) => value !== 0 : undefined;
}

/** `2026-01-02 03:04:05.678901`, in UTC as all sessions are. */
function isoTime(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, 23).padEnd(3, '0')}Z`;
}
