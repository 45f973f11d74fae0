import { execFile } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { folderOf } from '../identity.ts';
import { layoutOf } from '../layout.ts';
import { listenerOnLinux } from './proc-net.ts';

/** Who listens on a port. */
export interface Holder {
  readonly pid: number;
  /** As it was typed, e.g. `node src/main.ts`. */
  readonly command: string;
  /** The folder of the fleet that it belongs to; null: it is no part of any. */
  readonly fleet: string | null;
}

/** Null where it cannot be told: another user's process, or none any more. */
export async function holderOf(port: number): Promise<Holder | null> {
  const pid = process.platform === 'linux' ? listenerOnLinux(port) : await listenerByLsof(port);
  if (pid === null) return null;
  return { pid, command: await commandOf(pid), fleet: fleetAbove(folderOf(pid)) };
}

/** For people. */
export function describeHolder(holder: Holder | null): string {
  if (!holder) return 'a process of another user';
  const process = `process ${holder.pid}: ${shorten(holder.command)}`;
  return holder.fleet ? `the fleet in ${holder.fleet} (${process})` : process;
}

function shorten(command: string): string {
  return command.length > 120 ? `${command.slice(0, 119)}…` : command;
}

async function listenerByLsof(port: number): Promise<number | null> {
  const output = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp']);
  const field = output.split('\n').find((line) => line.startsWith('p'));
  return field ? Number(field.slice(1)) : null;
}

async function commandOf(pid: number): Promise<string> {
  return (await run('ps', ['-o', 'args=', '-p', String(pid)])).trim() || 'unknown';
}

/** What it printed; nothing where there is no such program, or it found none. */
async function run(file: string, args: readonly string[]): Promise<string> {
  return promisify(execFile)(file, args).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

/** A service runs in its own folder below its fleet's. */
function fleetAbove(folder: string | null): string | null {
  for (let path = folder; path !== null && path !== dirname(path); path = dirname(path)) {
    if (lstatSync(layoutOf(path).run, { throwIfNoEntry: false })?.isDirectory()) return path;
  }
  return null;
}
