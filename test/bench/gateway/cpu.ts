import { readFile } from 'node:fs/promises';

/** A clock tick of /proc (proc(5)); Linux counts 100 a second everywhere. */
const TICK_MICROSECONDS = 10_000;

/** User and system time of a process so far. */
export async function cpuMicroseconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold spaces: fields are counted behind it, `utime` being the 14th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
}
