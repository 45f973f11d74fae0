import { spawn } from 'node:child_process';

/**
 * Ends a process and removes its folder when this process is gone, however it went: the guard's standard input is a
 * pipe that the kernel closes even after SIGKILL. A test runner that is killed leaves nothing behind.
 *
 * @param pid of the process; negative: of its group
 * @returns lifts the guard; call it once the process has been stopped in order.
 */
export function guard(pid: number, folder?: string): () => void {
  // What ends with it may still write while its folder goes.
  const remove = '[ -z "$2" ] || for try in 1 2 3 4 5; do rm -rf "$2" && break; sleep 1; done';
  const script = `read -r word; [ "$word" = lifted ] || { kill -s KILL -- "$1"; ${remove}; }`;
  const child = spawn('sh', ['-c', script, 'guard', String(pid), folder ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  // The pipe may already be closed if the guard was ended from outside; there is nothing left to lift then.
  child.stdin.on('error', () => undefined);
  return () => child.stdin.end('lifted\n');
}
