import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guard } from '../../shared/testing/guard.ts';
import { type Outcome, readReport } from './jest-report.ts';
import type { Suite } from './suites.ts';

/** The longest suite takes 15 minutes, on a busy machine twice as long: one that goes on for longer hangs. */
const PATIENCE_MS = 45 * 60_000;

/** The process groups of the suites that run. */
const running = new Set<number>();

export function signalSuites(signal: NodeJS.Signals): void {
  for (const group of running) process.kill(-group, signal);
}

interface Wish {
  /** The folder for all that it writes, which goes with it should this process be killed. */
  readonly scratch: string;
  readonly long: boolean;
  /** Says what it has to say at once: what two said at a time would be read by nobody. */
  readonly isAlone: boolean;
}

export async function runSuite(suite: Suite, { scratch, long, isAlone }: Wish): Promise<Outcome> {
  const report = join(scratch, `${suite.name}.json`);
  const log = join(scratch, `${suite.name}.log`);
  const heading = `\n── ${suite.name}\n`;
  process.stdout.write(isAlone ? heading : `▸ ${suite.name}\n`);
  const [program, ...args] = [...suite.command, ...(suite.jest ? ['--json', `--outputFile=${report}`] : [])];
  const output = isAlone ? 'inherit' : openSync(log, 'w');
  const child = spawn(program as string, args, {
    // Many a test starts processes, which load the same code.
    env: { ...process.env, TMPDIR: scratch, AURORA_TEST_RUN: scratch, NODE_COMPILE_CACHE: join(scratch, 'compiled') },
    stdio: ['ignore', suite.jest ? 'ignore' : output, output],
    // A group, so that jest's workers end with it, also when a signal came to this process alone.
    detached: true,
  });
  if (output !== 'inherit') closeSync(output);
  const group = child.pid as number;
  running.add(group);
  const lift = guard(-group, scratch);
  const hangs = setTimeout(() => {
    process.stdout.write(`${suite.name} does not end, and is ended\n`);
    process.kill(-group, 'SIGKILL');
  }, PATIENCE_MS);
  // Long forms take their time.
  if (long) clearTimeout(hangs);
  const [code] = await once(child, 'exit');
  clearTimeout(hangs);
  lift();
  running.delete(group);
  if (!isAlone) process.stdout.write(heading + (await readFile(log, 'utf8')));
  if (suite.jest) return readReport(report, code);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, failures: [] };
}
