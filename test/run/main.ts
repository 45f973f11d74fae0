import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { guard } from '../../shared/testing/guard.ts';
import type { TestEngine } from './engine/engine.ts';
import { prepare } from './prepare.ts';
import { makeScratch } from './scratch.ts';
import { SUITES, type Suite } from './suites.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** A suite takes three minutes, on a busy machine ten: one that goes on for longer hangs. */
const PATIENCE_MS = 20 * 60_000;

/** The process group of the suite that runs. */
let running: number | undefined;
/** What this run was told to end by. */
let ending: NodeJS.Signals | undefined;
const preparing = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    ending = signal;
    preparing.abort();
    if (running !== undefined) process.kill(-running, signal);
  });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { prepare: { type: 'boolean' }, 'no-skips': { type: 'boolean' }, long: { type: 'boolean' } },
});

const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `error: no suite ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

// Read in test/support/long.ts.
if (values.long) process.env.AURORA_TEST_LONG = '1';
const scratch = await makeScratch();
const suites = SUITES.filter(chosen);
let engine: TestEngine | undefined;
try {
  engine = await prepare(
    scratch,
    suites.some((suite) => suite.engine),
    preparing.signal,
  );
  if (!values.prepare) process.exitCode = await runAll(suites);
} catch (error) {
  if (!ending) throw error;
} finally {
  await engine?.stop();
  await rm(scratch, { recursive: true, force: true });
}
if (ending) process.exitCode = 128 + constants.signals[ending];

function chosen({ name }: Suite): boolean {
  return positionals.length === 0 || positionals.includes(name);
}

async function runAll(suites: readonly Suite[]): Promise<number> {
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const summary: string[] = [];
  for (const suite of suites) {
    if (ending) break;
    process.stdout.write(`\n── ${suite.name}\n`);
    const started = performance.now();
    const count = await run(suite);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(`${count.failed > 0 ? '✗' : '✓'} ${suite.name.padEnd(22)} ${seconds.padStart(7)} s  ${spell(count)}`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  }
  process.stdout.write(`\n${summary.join('\n')}\n\n`);
  const unacceptable = values['no-skips'] && total.skipped > 0;
  if (unacceptable) process.stdout.write('skipped tests are not accepted here (--no-skips)\n');
  process.stdout.write(`${spell(total)}\n`);
  return total.failed > 0 || unacceptable ? 1 : 0;
}

function spell({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function run(suite: Suite): Promise<Count> {
  const report = join(scratch, `${suite.name}.json`);
  const [program, ...args] = [...suite.command, ...(suite.jest ? ['--json', `--outputFile=${report}`] : [])];
  const child = spawn(program as string, args, {
    env: { ...process.env, TMPDIR: scratch },
    stdio: suite.jest ? ['ignore', 'ignore', 'inherit'] : 'inherit',
    // A group, so that jest's workers end with it, also when a signal came to this process alone.
    detached: true,
  });
  running = child.pid as number;
  const lift = guard(-running, scratch);
  const hangs = setTimeout(() => {
    process.stdout.write(`${suite.name} does not end, and is ended\n`);
    process.kill(-(child.pid as number), 'SIGKILL');
  }, PATIENCE_MS);
  // Long forms take their time.
  if (values.long) clearTimeout(hangs);
  const [code] = await once(child, 'exit');
  clearTimeout(hangs);
  lift();
  running = undefined;
  return suite.jest ? countTests(report, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** A jest that ended without a report, or failed with no failed test (a broken file, an error in tear-down), failed. */
async function countTests(report: string, code: number | null): Promise<Count> {
  const text = await readFile(report, 'utf8').catch(() => '{}');
  const result = JSON.parse(text) as Record<string, number>;
  const failed = (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0);
  return {
    passed: result.numPassedTests ?? 0,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
  };
}
