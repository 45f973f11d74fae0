import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Tells a process from a later one that was given the same number: when it started, to the precision of the system.
 * Null when there is no such process; one that is dead and only not waited for is none.
 */
export function identityOf(pid: number): string | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the command in parentheses, and may hold spaces and parentheses itself (man 5 proc).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, ticksSinceBoot] = [fields[0], fields[17], fields[19]];
  // The first thread may be dead while others still hold files and ports.
  if (state === 'X' || (state === 'Z' && Number(threads) <= 1)) return null;
  return `${bootId()}:${ticksSinceBoot}`;
}

let boot: string | undefined;

/** Ticks since boot repeat after a reboot, and numbers of processes as well. */
function bootId(): string {
  boot ??= read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return boot;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ESRCH: it ended between open and read.
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}

function fromPs(pid: number): string | null {
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return !state || state.startsWith('Z') ? null : started.join(' ');
  } catch (error) {
    // ps exits 1 where it finds none.
    if ((error as { status?: number }).status === 1) return null;
    throw error;
  }
}

/** The folder that a process runs in; null where that cannot be told. */
export function folderOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`);
    const fields = execFileSync('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], { encoding: 'utf8' }).split(
      '\n',
    );
    return fields.find((field) => field.startsWith('n'))?.slice(1) ?? null;
  } catch {
    // Gone, or another user's.
    return null;
  }
}
