import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askEngine, engineAddress } from '../../../cli/runtimes/docker/engine.ts';

const DAEMON = '/usr/sbin/dockerd';
const PATIENCE_MS = 60_000;

/** An engine for the run. */
export interface TestEngine {
  /** Ends it if this run has started it. */
  stop(): Promise<void>;
}

/**
 * The engine that answers already, or one that is started for this run (root on Debian); undefined where there is none to be had, and
 * the suites that need one are skipped.
 */
export async function startEngine(scratch: string): Promise<TestEngine | undefined> {
  if (!('refusal' in (await askEngine()))) return { stop: async () => undefined };
  if (process.getuid?.() !== 0 || !existsSync(DAEMON) || process.env.DOCKER_HOST) return undefined;
  process.stdout.write(`Starting an engine at ${engineAddress()} …\n`);
  const log = join(scratch, 'dockerd.log');
  const output = openSync(log, 'w');
  // A file of its own: the usual one may name a process that was killed, whose number somebody else has now.
  const child = spawn(DAEMON, ['--pidfile', join(scratch, 'dockerd.pid')], {
    stdio: ['ignore', output, output],
    detached: true,
  });
  await untilItAnswers(child, log);
  return { stop: () => stop(child) };
}

async function untilItAnswers(child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await askEngine();
    if (!('refusal' in answer)) return;
    if (child.exitCode !== null) throw new Error(`dockerd ended with ${child.exitCode}; ${log} tells why`);
    if (Date.now() > deadline) throw new Error(`dockerd does not answer: ${answer.refusal}; ${log} may tell why`);
    await delay(100);
  }
}

/** It ends its containers, and the containerd that it has started. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
