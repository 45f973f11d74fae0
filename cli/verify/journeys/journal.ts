import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { UndoRequest } from '../../../shared/journeys/contract.ts';
import { layoutOf } from '../../runtimes/layout.ts';

/** What is left to be undone, as it is written down before it begins. */
export type Open =
  /** It may have been made, or not: the same key asks. */
  | {
      readonly is: 'begun';
      readonly collection: string;
      /** With which it was sent, and the body; undefined for what does not fit in here: then it is found by its mark. */
      readonly sent: { readonly key: string; readonly body: string } | undefined;
      readonly mark: string;
    }
  | { readonly is: 'made'; readonly path: string }
  | { readonly is: 'request'; readonly request: UndoRequest; readonly scopes: readonly string[] };

type Line = { readonly n: number; readonly open: Open | null };

interface Head {
  readonly pid: number;
  readonly environment: string;
}

/** No run takes longer: an older one with a living process is another's number. */
const LONGEST_MS = 60 * 60_000;

/**
 * What a journey, or a life that verify leads itself, has to undo, in a file of its own that is gone when nothing is left. A process
 * that is killed leaves it behind for the next run.
 */
export class Journal {
  readonly #folder: string;
  readonly #file: string;
  readonly #head: Head;
  readonly #open = new Set<number>();
  #written = false;
  #count = 0;

  constructor(root: string, environment: string) {
    this.#folder = folderOf(root);
    this.#file = join(this.#folder, `${process.pid}-${randomBytes(6).toString('hex')}.jsonl`);
    this.#head = { pid: process.pid, environment };
  }

  /** Returns by which name it is replaced or closed. */
  begin(open: Open): number {
    this.#count += 1;
    this.note(this.#count, open);
    return this.#count;
  }

  note(n: number, open: Open): void {
    this.#open.add(n);
    this.#write({ n, open });
  }

  close(n: number): void {
    if (!this.#open.delete(n)) return;
    if (this.#open.size > 0) this.#write({ n, open: null });
    else {
      rmSync(this.#file, { force: true });
      this.#written = false;
    }
  }

  /** Before anything happens, without a thought for others: whatever ends this process finds it there. */
  #write(line: Line): void {
    if (!this.#written) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      appendFileSync(this.#file, `${JSON.stringify(this.#head)}\n`, { mode: 0o600 });
      this.#written = true;
    }
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

/** What a run that was killed has left. */
export interface Remainder {
  /** The last first. */
  readonly open: readonly Open[];
  /** It is undone, or what of it is not: the last first. */
  settle(left: readonly Open[]): void;
}

/** Of runs in this environment whose process is gone. */
export function remaindersOf(root: string, environment: string): Remainder[] {
  const folder = folderOf(root);
  return filesIn(folder).flatMap((name): Remainder[] => {
    const file = join(folder, name);
    const [first, ...lines] = readFileSync(file, 'utf8').split('\n').flatMap(parsed);
    const head = first as Head | undefined;
    if (head !== undefined && (head.environment !== environment || isAlive(head, file))) return [];
    const open = new Map<number, Open>();
    for (const line of lines as Line[]) {
      open.delete(line.n);
      if (line.open) open.set(line.n, line.open);
    }
    const settle = (left: readonly Open[]) => {
      rmSync(file, { force: true });
      if (left.length === 0) return;
      const again = left.toReversed().map((each, index): Line => ({ n: index + 1, open: each }));
      const text = [{ ...head, pid: 0 }, ...again].map((line) => `${JSON.stringify(line)}\n`).join('');
      appendFileSync(file, text, { mode: 0o600 });
    };
    return [{ open: [...open].toSorted(([a], [b]) => b - a).map(([, each]) => each), settle }];
  });
}

function folderOf(root: string): string {
  return join(layoutOf(root).run, 'journeys');
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The last line of a process that was killed may be half a line: then what it was about has not begun. */
function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function isAlive({ pid }: Head, file: string): boolean {
  const { mtimeMs } = statSync(file);
  // In a container the next process often has the number of the one before.
  if (pid === process.pid) return mtimeMs >= performance.timeOrigin;
  if (pid <= 0 || Date.now() - mtimeMs > LONGEST_MS) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
