import { setTimeout as delay } from 'node:timers/promises';
import { identityOf } from '../identity.ts';

/** How a process is asked to end, and how long each request may take; SIGKILL to its whole group comes after the last. */
export type Ending = readonly { readonly signal: NodeJS.Signals; readonly waitMs: number }[];

/** What a service may take for its drain. Its own hard stop comes first, so that it can still say what it cut off. */
export const DRAIN_MS = 10_000;

export const ENDING_OF_SERVICE: Ending = [{ signal: 'SIGTERM', waitMs: DRAIN_MS + 2_000 }];

/** Fast shutdown, which writes a checkpoint; then immediate shutdown, after which the next start recovers. */
export const ENDING_OF_POSTGRES: Ending = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
];

/** Ends a group whose leader is `pid`; `exited` settles when the leader is gone. */
export async function endGroup(pid: number, ending: Ending, exited: Promise<unknown>): Promise<void> {
  for (const { signal, waitMs } of ending) {
    sendSignal(pid, signal);
    if (await settlesWithin(exited, waitMs)) break;
  }
  killGroup(pid);
  await exited;
}

/** At once, and also what its leader has left behind. */
export function killGroup(leader: number): void {
  sendSignal(-leader, 'SIGKILL');
}

/** Settles when a process that is no child of ours has ended. */
export async function untilGone(pid: number, identity: string): Promise<void> {
  while (identityOf(pid) === identity) await delay(20);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // EPERM: macOS says so of a group whose members are all gone but not yet waited for.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && !(code === 'EPERM' && pid < 0)) throw error;
  }
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise.then(() => true), delay(ms, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
