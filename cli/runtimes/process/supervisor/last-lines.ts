import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MOST_BYTES = 16_384;

/** The last lines that a process printed: those of its log from `start` on, where its own begin. */
export function lastLines(log: string, start: number, most: number): readonly string[] {
  const file = openSync(log, 'r');
  try {
    const { size } = fstatSync(file);
    // A log that was rotated since begins anew.
    const from = Math.max(start <= size ? start : 0, size - MOST_BYTES);
    const buffer = Buffer.alloc(size - from);
    const read = readSync(file, buffer, 0, buffer.length, from);
    const lines = buffer.toString('utf8', 0, read).split('\n');
    return lines.filter((line) => line !== '').slice(-most);
  } finally {
    closeSync(file);
  }
}
