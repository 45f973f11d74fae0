import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a suite came to. */
export interface Outcome extends Count {
  /** Of each failure where it is and what it said first; a suite that is no jest says it in its own words. */
  readonly failures: readonly string[];
}

/** The parts of jest's `--json` that are looked at. */
interface Report {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numRuntimeErrorTestSuites?: number;
  readonly numPendingTests?: number;
  readonly numTodoTests?: number;
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file failed, where none of its tests did. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Enough for what was expected beside what came, which begins after some lines of both. */
const LINES = 40;

/** A jest that ended without a report, or failed with no failed test (a broken file, an error in tear-down), failed. */
export async function readReport(path: string, code: number | null): Promise<Outcome> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const report = JSON.parse(text) as Report;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  return {
    passed: report.numPassedTests ?? 0,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    failures: (report.testResults ?? []).flatMap(failuresOf),
  };
}

function failuresOf(file: NonNullable<Report['testResults']>[number]): string[] {
  const where = relative(process.cwd(), file.name);
  const tests = file.assertionResults.filter(({ status }) => status === 'failed');
  if (tests.length === 0) return file.status === 'failed' ? [`${where}\n${beginning(file.message)}`] : [];
  return tests.map(
    ({ fullName, failureMessages }) => `${where}: ${fullName}\n${beginning(failureMessages.join('\n'))}`,
  );
}

function beginning(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines
    .slice(0, LINES)
    .map((line) => `    ${line}`)
    .join('\n');
}
