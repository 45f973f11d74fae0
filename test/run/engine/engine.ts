import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askEngine, engineAddress } from '../../../cli/runtimes/docker/engine.ts';
import { identityOf } from '../../../cli/runtimes/identity.ts';

const DAEMON = '/usr/sbin/dockerd';
const START_MS = 60_000;
/** It gives containers 15 s to end, and then its containerd as long. */
const STOP_MS = 45_000;

/** Where an engine notes its processes; it heeds a number there whosever it is, and ends the second's. */
const PID_FILES = [
  { file: '/var/run/docker.pid', program: 'dockerd' },
  { file: '/var/run/docker/containerd/containerd.pid', program: 'containerd' },
];

/** An engine for the run. */
export interface TestEngine {
  /** Ends it if this run has started it. */
  stop(): Promise<void>;
}

/**
 * The engine that answers already, or one that is started for this run (root on Debian); undefined where there is none to be had, and
 * the suites that need one are skipped.
 */
export async function startEngine(scratch: string, signal: AbortSignal): Promise<TestEngine | undefined> {
  if (!('refusal' in (await askEngine()))) return { stop: async () => undefined };
  if (process.getuid?.() !== 0 || !existsSync(DAEMON) || process.env.DOCKER_HOST) return undefined;
  process.stdout.write(`Starting an engine at ${engineAddress()} …\n`);
  for (const { file, program } of PID_FILES) if (!isOf(file, program)) rmSync(file, { force: true });
  const log = join(scratch, 'dockerd.log');
  const output = openSync(log, 'w');
  // A group of its own: Ctrl-C ends the run, which ends the engine last.
  const child = spawn(DAEMON, [], { stdio: ['ignore', output, output], detached: true });
  try {
    await untilItAnswers(child, signal);
  } catch (cause) {
    await stop(child);
    if (signal.aborted) throw cause;
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10);
    throw new Error(`no engine could be started: ${(cause as Error).message}\n${lines.join('\n')}`, { cause });
  }
  return { stop: () => stop(child) };
}

/**
 * Whether the process that the file names lives and runs the program; numbers of processes that were killed are given again, and one
 * that is dead and not waited for keeps its name.
 */
function isOf(file: string, program: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return identityOf(pid) !== null && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program;
  } catch {
    return false; // no file, or no process
  }
}

async function untilItAnswers(child: ChildProcess, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    signal.throwIfAborted();
    const answer = await askEngine();
    if (!('refusal' in answer)) return;
    if (hasEnded(child)) throw new Error(`dockerd has ended with ${child.exitCode ?? child.signalCode}`);
    if (Date.now() > deadline) throw new Error(answer.refusal);
    await delay(100, undefined, { signal });
  }
}

/** It ends its containers, and the containerd that it has started, which the kernel ends with it if it has to be killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(late);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
