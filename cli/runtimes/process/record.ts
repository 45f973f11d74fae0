import { openSync, readFileSync, writeSync } from 'node:fs';
import { identityOf } from '../identity.ts';
import { type Ending, endGroup, untilGone } from './process-group.ts';

/** A process group of the fleet: its leader, and how it is ended. */
export interface RecordedGroup {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
  readonly ending: Ending;
}

/**
 * The process groups that are running, written down: a line for each beginning and each end. The guardian ends them when the
 * supervisor is gone; this record is for the day when both were killed, and for the next `up` or `down` to find what they left.
 */
export class ProcessRecord {
  readonly #file: string;
  #descriptor: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  add(name: string, pid: number, ending: Ending): void {
    const identity = identityOf(pid);
    // Gone already: there is nothing to find later.
    if (identity !== null) this.#write({ name, pid, identity, ending } satisfies RecordedGroup);
  }

  remove(pid: number): void {
    this.#write({ pid });
  }

  /** At once: a record that comes late names nothing. What an earlier supervisor wrote has been dealt with. */
  #write(line: object): void {
    try {
      this.#descriptor ??= openSync(this.#file, 'w', 0o600);
      // On a line of its own also after one that a full disk has cut short.
      writeSync(this.#descriptor, `\n${JSON.stringify(line)}\n`);
    } catch {
      // A full disk must not keep a crashed service from coming back, and the guardian knows its group as well.
    }
  }
}

/** The recorded groups whose leader still runs; a process that merely has the same number is none of them. */
export function leftovers(file: string): readonly RecordedGroup[] {
  const groups = new Map<number, RecordedGroup>();
  for (const line of linesOf(file)) {
    const { pid, ...rest } = line;
    if ('identity' in rest) groups.set(pid, line as RecordedGroup);
    else groups.delete(pid);
  }
  return [...groups.values()].filter(({ pid, identity }) => identityOf(pid) === identity);
}

function linesOf(file: string): readonly { readonly pid: number }[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  // What stands after the last line end was never finished: its writer was killed, or the machine.
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap(parsed);
}

function parsed(line: string): { readonly pid: number }[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return []; // empty, or cut short by a full disk, or by the end of the machine
  }
}

/** Nobody talks to an orphan any more, so it has little to finish. */
const ORPHAN_MS = 3_000;

/** Ends what an earlier run has left. Only for whoever holds the fleet's control socket: a live fleet has the same record. */
export async function endLeftovers(file: string): Promise<readonly RecordedGroup[]> {
  const groups = leftovers(file);
  await Promise.all(
    groups.map(({ pid, identity, ending }) => {
      const hasty = ending.map(({ signal, waitMs }) => ({ signal, waitMs: Math.min(waitMs, ORPHAN_MS) }));
      return endGroup(pid, hasty, untilGone(pid, identity));
    }),
  );
  return groups;
}
