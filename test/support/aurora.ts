import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const repository = join(import.meta.dirname, '..', '..');

export interface Finished {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const COLOURS = new Set(['FORCE_COLOR', 'NO_COLOR', 'CI']);

/** Runs the CLI as people do, in a process of its own. */
export function aurora(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return run(process.execPath, [join(repository, 'bin', 'run.js'), ...args], options);
}

/** Runs a program to its end, whatever its exit code. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...withoutAurora(process.env), AURORA_RUNTIME: 'process', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve([code, signal]));
  });
  const [[exitCode, signal], stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, signal, stdout, stderr };
}

/**
 * Without what the person or the CI that runs the tests has set: for Aurora, and for colours (a CI turns them off). Where an
 * engine answers `auto` is another runtime than elsewhere, and slower: who tests that one asks for it.
 */
export function withoutAurora(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('AURORA_') && !COLOURS.has(name));
  return Object.fromEntries(kept);
}
