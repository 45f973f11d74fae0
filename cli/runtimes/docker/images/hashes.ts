import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** SHA-256 of files, by their paths, each with how the file looked then. */
type Remembered = Record<string, readonly [look: string, hash: string]>;

/** A change within the same tick of the kernel's clock looks like none. */
const TICK_MS = 20;

export interface Hashes {
  /** SHA-256 of a file's content. @param path absolute */
  of(path: string): string;
  /** Keeps them for the next time. */
  save(): void;
}

/** Hashes of contents; a file that looks as it did is not read again. As far as git goes: size, times and inode are what it looks at, too. */
export function openHashes(file: string): Hashes {
  const remembered = read(file);
  const current = new Map<string, string>();
  let changed = false;
  return {
    of(path) {
      const known = current.get(path);
      if (known !== undefined) return known;
      const began = Date.now();
      const stats = statSync(path);
      const look = lookOf(stats);
      const [before, kept] = remembered[path] ?? [];
      const hash = before === look && kept !== undefined ? kept : sha256(readFileSync(path));
      current.set(path, hash);
      if (hash !== kept || before !== look) {
        changed = true;
        if (stats.ctimeMs < began - TICK_MS) remembered[path] = [look, hash];
        else delete remembered[path];
      }
      return hash;
    },
    save() {
      if (!changed) return;
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(remembered));
      renameSync(draft, file);
    },
  };
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The time of the last change of the inode tells, too, of a file whose own time was set back. */
function lookOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** What cannot be read is made anew. */
function read(file: string): Remembered {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
