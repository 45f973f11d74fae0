import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { LOG_LIMITS } from '../supervisor/rotation.ts';

const CHUNK = 256 * 1024;
const NEWLINE = 10;
/** Bytes in which any two lines differ: they begin with the time. */
const HEAD = 256;

/** A log as it is at one moment: its older parts, the oldest first, and its own. Held open, so that a rotation meanwhile takes nothing away. */
export interface LogParts {
  readonly parts: readonly Part[];
  /** The one of them that is written to. */
  readonly own: Part | undefined;
  /** Where whatever is written later begins in the log's own file: behind its last whole line. */
  readonly end: number;
  /** Of `.1`, by which it is seen that there has been a rotation. */
  readonly newest: string;
  close(): void;
}

interface Part {
  readonly path: string;
  readonly file: number;
  end: number;
  /** Epoch milliseconds, as the next. */
  readonly bornAt: number;
  readonly writtenAt: number;
}

/** @param follows whether somebody reads on from there: a line that is not ended yet is theirs */
export function openParts(log: string, follows = false): LogParts {
  for (;;) {
    const newest = identityOf(`${log}.1`);
    const paths = [...Array.from({ length: LOG_LIMITS.older }, (_, age) => `${log}.${LOG_LIMITS.older - age}`), log];
    const parts = paths.flatMap((path) => openPart(path) ?? []);
    const close = () => parts.forEach(({ file }) => void closeSync(file));
    // A rotation in between would have hidden a part or shown one twice.
    if (identityOf(`${log}.1`) !== newest) {
      close();
      continue;
    }
    const own = parts.find(({ path }) => path === log);
    const end = own ? endOfLines(own) : 0;
    if (own && follows) own.end = end;
    return { parts, own, newest, end, close };
  }
}

function openPart(path: string): Part | undefined {
  const stats = statOf(path);
  if (!stats) return undefined;
  const file = openSync(path, 'r');
  return { path, file, end: fstatSync(file).size, bornAt: stats.birthtimeMs, writtenAt: stats.mtimeMs };
}

/** What was written to a log, in pieces; parts that were written to before `since` (epoch milliseconds) last are passed over. */
export function* bytesOf({ parts, own, newest }: LogParts, since: number): Generator<Buffer> {
  for (const part of parts) {
    if (part.writtenAt < since) continue;
    let at = 0;
    for (const chunk of readFrom(part.file, at, part.end)) {
      // It was put aside and emptied meanwhile: the rest stands in the copy.
      if (part === own && identityOf(`${part.path}.1`) !== newest) break;
      at += chunk.length;
      yield chunk;
    }
    if (at < part.end && statOf(`${part.path}.1`)) yield* readFile(`${part.path}.1`, at, part.end);
  }
}

/** Bytes of a file by its path, from an offset on, up to `end` or as far as it goes. */
export function* readFile(path: string, at: number, end = Number.POSITIVE_INFINITY): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    yield* readFrom(file, at, end);
  } finally {
    closeSync(file);
  }
}

function* readFrom(file: number, from: number, end: number): Generator<Buffer> {
  for (let at = from; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, end - at));
    const length = readSync(file, chunk, 0, chunk.length, at);
    if (length === 0) return;
    at += length;
    yield chunk.subarray(0, length);
  }
}

function endOfLines({ file, end }: Part): number {
  const last = Buffer.alloc(Math.min(CHUNK, end));
  const length = readSync(file, last, 0, last.length, end - last.length);
  const newline = last.subarray(0, length).lastIndexOf(NEWLINE);
  return newline === -1 ? end : end - last.length + newline + 1;
}

export function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Whether a file still begins as another one does, which was copied from it. */
export function beginsLike(path: string, copy: string): boolean {
  const [a, b] = [path, copy].map((each) => readFile(each, 0, HEAD).next().value as Buffer | undefined);
  return a !== undefined && b !== undefined && a.equals(b.subarray(0, a.length));
}

/** Which file it is: a number of its own is given to another one later. */
export function identityOf(path: string): string {
  const stats = statOf(path);
  return stats ? `${stats.ino} ${stats.birthtimeMs}` : '';
}
