import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that listens on a TCP port, from what the kernel shows of sockets and open files; null: not ours to see. */
export function listenerOnLinux(port: number): number | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => read(() => readFileSync(file, 'utf8')) ?? '');
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return Number(pids.find((pid) => holdsAny(pid, inodes)) ?? 0) || null;
}

/** State of a socket that listens (include/net/tcp_states.h). */
const LISTEN = '0A';

/** Inodes of the sockets that listen on the port, in a table such as `/proc/net/tcp` (man 5 proc). */
export function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === LISTEN)
    .flatMap((fields) => fields[9] ?? []);
}

function holdsAny(pid: string, inodes: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  const descriptors = read(() => readdirSync(folder)) ?? [];
  return descriptors.some((name) => {
    const target = read(() => readlinkSync(`${folder}/${name}`));
    const inode = /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1];
    return inode !== undefined && inodes.has(inode);
  });
}

/** Undefined for what is gone by now, or another user's. */
function read<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
