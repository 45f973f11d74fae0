import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/aurora.ts';
import type { CaughtBy } from './mutation.ts';

export interface TestResult {
  readonly fullName: string;
  readonly status: 'passed' | 'failed' | 'pending' | string;
  readonly failureMessages: readonly string[];
}

/**
 * Runs test files of one project in a copy of the repository.
 * @param tests only those of these names
 * @throws Error where jest cannot run them: a mutation that does not even load proves nothing
 */
export async function runTests(
  root: string,
  project: CaughtBy['project'],
  files: readonly string[],
  tests: readonly string[],
): Promise<readonly TestResult[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'aurora-mutation-'));
  try {
    const report = join(scratch, 'report.json');
    const named = ['--testNamePattern', `^(${tests.map(escaped).join('|')})$`];
    const jest = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ];
    const args = [...jest, '--selectProjects', project, '--json', '--outputFile', report, ...named, '--', ...files];
    const { stderr } = await run(process.execPath, args, { cwd: root });
    const { testResults }: JestReport = await readFile(report, 'utf8').then(JSON.parse, () => ({ testResults: [] }));
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    if (results.length === 0) throw new Error(`${files.join(', ')} did not run: ${stderr.slice(-2000)}`);
    return results;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

interface JestReport {
  readonly testResults: readonly { readonly assertionResults: readonly TestResult[] }[];
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
