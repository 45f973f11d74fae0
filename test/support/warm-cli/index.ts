import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Finished, type RunOptions, withoutAurora } from '../aurora.ts';
import type { Order } from './order.ts';

const HOST = join(import.meta.dirname, 'host.ts');

/** Of a test file: it ends with that. */
let host: Host | undefined;
let last: Promise<unknown> = Promise.resolve();
afterAll(() => void host?.child.kill());

/**
 * Runs the CLI like `aurora`, but in one process for all commands of a test file, one after the other: to load it takes longer than most
 * of what it does. For tests about what commands do; what a process of its own is, streams, signals, exit, is in test/bin and test/cli/exit.
 */
export function warmAurora(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: RunOptions = {},
): Promise<Finished> {
  const given = { ...withoutAurora(process.env), AURORA_RUNTIME: 'process', ...env };
  const kept = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const order: Order = { args, cwd, env: Object.fromEntries(kept) };
  const finished = last.then(() => ask(order));
  last = finished.catch(() => undefined);
  return finished;
}

async function ask(order: Order): Promise<Finished> {
  host ??= start();
  const answered = once(host.child, 'message') as Promise<[Finished]>;
  host.child.send(order);
  const [finished] = await Promise.race([answered, host.ended]);
  return finished;
}

interface Host {
  readonly child: ChildProcess;
  /** Rejects when it ends, which it does by itself only where a command has ended it. */
  readonly ended: Promise<never>;
}

function start(): Host {
  const child = fork(HOST, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process of commands has ended by itself: ${code ?? signal}`);
  });
  // Whoever waits for an answer hears of it.
  ended.catch(() => undefined);
  return { child, ended };
}
