import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { identityOf } from './identity.ts';
import { type Ending, endGroup, untilGone } from './process-group.ts';

/** A process group of the fleet: its leader, and how it is ended. */
export interface RecordedGroup {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
  readonly ending: Ending;
}

/**
 * The process groups that are running, written down. The guardian ends them when the supervisor is gone; this record is for
 * the day when both were killed, and for the next `up` or `down` to find what they left.
 */
export class ProcessRecord {
  readonly #file: string;
  readonly #groups = new Map<number, RecordedGroup>();

  constructor(file: string) {
    this.#file = file;
  }

  add(name: string, pid: number, ending: Ending): void {
    const identity = identityOf(pid);
    // Gone already: there is nothing to find later.
    if (identity === null) return;
    this.#groups.set(pid, { name, pid, identity, ending });
    this.#write();
  }

  remove(pid: number): void {
    if (this.#groups.delete(pid)) this.#write();
  }

  /** At once: a record that comes late names nothing. */
  #write(): void {
    const draft = `${this.#file}.draft`;
    try {
      writeFileSync(draft, JSON.stringify([...this.#groups.values()]), { mode: 0o600 });
      renameSync(draft, this.#file);
    } catch {
      // A full disk must not keep a crashed service from coming back, and the guardian knows its group as well.
    }
  }
}

/** The recorded groups whose leader still runs; a process that merely has the same number is none of them. */
export function leftovers(file: string): readonly RecordedGroup[] {
  let groups: readonly RecordedGroup[];
  try {
    groups = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return groups.filter(({ pid, identity }) => identityOf(pid) === identity);
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
