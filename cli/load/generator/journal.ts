import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Making } from './making.ts';

type Line =
  | { readonly n: number; readonly asked: Making }
  | { readonly n: number; readonly made: string }
  | { readonly n: number; readonly gone: true };

/** What a run has made, written down before it is asked for: a run that was killed is cleaned up by the next one. */
export interface Journal {
  /** Numbers what is going to be made. */
  ask(asked: Making): number;
  made(n: number, path: string): void;
  gone(n: number): void;
  /** Newest first. */
  left(): readonly { readonly n: number; readonly path: string }[];
  close(): void;
}

const fileOf = (folder: string, run: string): string => join(folder, `${process.pid}-${run}.jsonl`);

export function openJournal(folder: string, run: string): Journal {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(folder, run);
  const alive = new Map<number, string>();
  let next = 0;
  // At once: what a buffer holds is lost with the process.
  const write = (line: Line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    ask(asked) {
      const n = next++;
      write({ n, asked });
      return n;
    },
    made(n, path) {
      alive.set(n, path);
      write({ n, made: path });
    },
    gone(n) {
      alive.delete(n);
      write({ n, gone: true });
    },
    left: () => [...alive].map(([n, path]) => ({ n, path })).reverse(),
    close: () => {
      if (alive.size === 0) rmSync(file, { force: true });
    },
  };
}

/** Of a run that was killed: what it has made, and what it may have made, which the same key asks again. */
export interface Remains {
  readonly file: string;
  readonly made: readonly string[];
  readonly unsure: readonly Making[];
}

export function remainsIn(folder: string): Remains[] {
  return filesIn(folder).flatMap((name) => {
    if (isAlive(Number(name.split('-')[0]))) return [];
    const file = join(folder, name);
    const made = new Map<number, string>();
    const unsure = new Map<number, Remains['unsure'][number]>();
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      const line = parse(text);
      if (!line) continue;
      if ('asked' in line) unsure.set(line.n, line.asked);
      else unsure.delete(line.n);
      if ('made' in line) made.set(line.n, line.made);
      else made.delete(line.n);
    }
    return [{ file, made: [...made.values()].reverse(), unsure: [...unsure.values()] }];
  });
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The last line may have been cut off by the kill: what it announced was never sent. */
function parse(text: string): Line | undefined {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
