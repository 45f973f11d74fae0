import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import type { TestEngine } from './engine/engine.ts';
import type { Count } from './jest-report.ts';
import { installPackages } from './packages.ts';
import { prepareEngine } from './prepare.ts';
import { runSuite, signalSuites } from './run-suite.ts';
import { makeScratch } from './scratch.ts';
import { sideBySide } from './side-by-side.ts';
import { SUITES, type Suite, WORKERS } from './suites.ts';

/** What this run was told to end by. */
let ending: NodeJS.Signals | undefined;
const preparing = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    ending = signal;
    preparing.abort();
    signalSuites(signal);
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
installPackages();
// While it begins, and images are made, suites run that need none.
const engine: Promise<TestEngine | undefined> = suites.some((suite) => suite.engine)
  ? prepareEngine(scratch, preparing.signal)
  : Promise.resolve(undefined);
engine.catch(() => signalSuites('SIGTERM'));
try {
  if (values.prepare) await engine;
  else process.exitCode = await runAll(suites);
} catch (error) {
  if (!ending) throw error;
} finally {
  const started = await engine.catch(() => undefined); // why not has been thrown above
  await started?.stop();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
if (ending) process.exitCode = 128 + constants.signals[ending];

function chosen({ name, long = false }: Suite): boolean {
  if (positionals.length > 0) return positionals.includes(name);
  return !long || values.long === true;
}

async function runAll(suites: readonly Suite[]): Promise<number> {
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const lines = new Map<Suite, string>();
  const failures: string[] = [];
  const isAlone = suites.length === 1;
  const tasks = suites.map((suite) => ({
    places: suite.workers ?? 1,
    async run() {
      if (suite.engine) await engine;
      if (ending) return;
      const started = performance.now();
      const outcome = await runSuite(suite, { scratch, long: values.long === true, isAlone });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const mark = outcome.failed > 0 ? '✗' : '✓';
      lines.set(suite, `${mark} ${suite.name.padEnd(22)} ${seconds.padStart(7)} s  ${spell(outcome)}`);
      for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += outcome[key];
      failures.push(...outcome.failures.map((failure) => `✗ ${suite.name}: ${failure}`));
    },
  }));
  await sideBySide(tasks, WORKERS);
  const summary = suites.flatMap((suite) => lines.get(suite) ?? []);
  process.stdout.write(`\n${summary.join('\n')}\n\n`);
  // Once more at the end, where they are found: a run prints thousands of lines.
  if (failures.length > 0) process.stdout.write(`${failures.join('\n\n')}\n\n`);
  const unacceptable = values['no-skips'] && total.skipped > 0;
  if (unacceptable) process.stdout.write('skipped tests are not accepted here (--no-skips)\n');
  process.stdout.write(`${spell(total)}\n`);
  return total.failed > 0 || unacceptable ? 1 : 0;
}

function spell({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
