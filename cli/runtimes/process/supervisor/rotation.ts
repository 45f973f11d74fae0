import {
  closeSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface RotationLimits {
  /** Bytes of the current file. */
  readonly size: number;
  /** How many older ones are kept, as `.1`, `.2` …, the newest first. */
  readonly older: number;
}

export const LOG_LIMITS: RotationLimits = { size: 10 * 1024 * 1024, older: 2 };

const CHUNK = 1024 * 1024;

/**
 * Puts full logs aside. Processes go on writing to the file they have open, so it is copied and emptied rather than renamed;
 * they append, so what they write next stands at its beginning. What is printed between the last look and the emptying, some
 * microseconds, is lost.
 */
export function rotateLogs(folder: string, limits: RotationLimits): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.log') && statSync(file).size > limits.size) rotate(file, limits.older);
  }
}

function rotate(file: string, older: number): void {
  const from = openSync(file, 'r');
  try {
    putAside(from, file, older);
  } catch {
    // No room for a copy: then the room that the log takes is needed more than its lines.
    rmSync(`${file}.new`, { force: true });
  } finally {
    truncateSync(file);
    closeSync(from);
  }
}

/** In an order in which a kill at any point loses nothing, and readers know by the number of `.1` that it has happened. */
function putAside(from: number, file: string, older: number): void {
  const copy = openSync(`${file}.new`, 'w', 0o600);
  try {
    const end = copied(from, copy, 0);
    for (let age = older - 1; age >= 1; age--) renameIfThere(`${file}.${age}`, `${file}.${age + 1}`);
    renameSync(`${file}.new`, `${file}.1`);
    copied(from, copy, end);
  } finally {
    closeSync(copy);
  }
}

/** Copies to the end, which a process moves on meanwhile, and returns where that was. */
function copied(from: number, to: number, start: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let at = start; ; ) {
    const length = readSync(from, chunk, 0, CHUNK, at);
    if (length === 0) return at;
    writeSync(to, chunk, 0, length, at);
    at += length;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
