import { copyFileSync, readdirSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

export interface RotationLimits {
  /** Bytes of the current file. */
  readonly size: number;
  /** How many older ones are kept, as `.1`, `.2` …, the newest first. */
  readonly older: number;
}

export const LOG_LIMITS: RotationLimits = { size: 10 * 1024 * 1024, older: 2 };

/**
 * Puts full logs aside. Processes go on writing to the file they have open, so it is copied and emptied rather than renamed;
 * they append, so what they write next stands at its beginning. Both happen at once in this process: what is printed between them,
 * some microseconds, is lost.
 */
export function rotateLogs(folder: string, limits: RotationLimits): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.log') && statSync(file).size > limits.size) rotate(file, limits.older);
  }
}

function rotate(file: string, older: number): void {
  for (let age = older - 1; age >= 1; age--) renameIfThere(`${file}.${age}`, `${file}.${age + 1}`);
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    // No room for a copy: then the room that the log takes is needed more than its lines.
  }
  truncateSync(file);
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
