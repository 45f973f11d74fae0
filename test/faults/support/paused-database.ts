import { execFileSync } from 'node:child_process';
import { guard } from '../../../shared/testing/index.ts';

/** Halts a database server and all that it has forked: connections stand, and nothing answers. Disposing lets it go on. */
export function pausedDatabase(pid: number): Disposable {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  const pids = [pid, ...children.trim().split(/\s+/).map(Number)];
  const send = (signal: NodeJS.Signals) => {
    for (const each of pids) process.kill(each, signal);
  };
  send('SIGSTOP');
  const lifts = pids.map((each) => guard(each));
  return {
    [Symbol.dispose]() {
      send('SIGCONT');
      for (const lift of lifts) lift();
    },
  };
}
