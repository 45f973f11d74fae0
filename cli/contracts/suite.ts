import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { AuroraError } from '../errors.ts';
import type { Mismatch } from './difference.ts';
import { pactsIn } from './folder.ts';
import type { Pact } from './pact.ts';

/** The jest project of a fleet's contract tests. */
const PROJECT = 'contracts';
const NODE_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/**
 * What the tests of a fleet are told, beside where they lie (paths.ts):
 * - `AURORA_CONTRACTS`: `record` has consumers write their pacts into the folder of pacts; else they compare them with what is there.
 * - `AURORA_CONTRACT_PACTS`: that folder; `contracts/pacts` of the fleet unless given. Providers are held to the pacts in it.
 * - `AURORA_CONTRACT_RESULTS`: a folder. Providers leave what Pact's verifier said in `<provider>.json`; consumers leave each
 *   pact that they wrote in `written/<consumer>-<provider>.json`, so that one which nobody writes any more is found.
 */
interface ToldToTests {
  readonly AURORA_CONTRACTS: 'record' | 'verify';
  readonly AURORA_CONTRACT_PACTS?: string;
  readonly AURORA_CONTRACT_RESULTS: string;
}

/** What the tests of the fleet found, before anybody makes sense of it. */
export interface SuiteRun {
  readonly files: readonly TestFile[];
  /** By the provider's name: what Pact's verifier said. A provider that is not there verified nothing. */
  readonly providers: ReadonlyMap<string, readonly VerifiedInteraction[]>;
  /** What consumers ask by now. */
  readonly written: readonly Pact[];
}

export interface TestFile {
  /** From the fleet's folder on. */
  readonly path: string;
  /** Of what failed, in the tests' order; empty: all passed. */
  readonly failures: readonly string[];
}

export interface VerifiedInteraction {
  readonly consumer: string;
  readonly description: string;
  readonly providerStates?: readonly string[];
  readonly result: string;
  readonly mismatch?: Mismatch;
}

export interface SuiteOptions {
  /** Regular expressions of paths; empty: all. */
  readonly only: readonly string[];
  /** Consumers write their pacts instead of comparing them, and providers stay out of it. */
  readonly record?: boolean;
  /** The folder of pacts, instead of the fleet's own. */
  readonly pacts?: string;
  /** Told each time a file of tests has ended. */
  readonly onFile?: (done: number) => void;
}

/** Runs the contract tests of a fleet, as its own `npm test` would. @throws AuroraError `contract_tests_missing`, `contract_tests_broken` */
export async function runContractTests(root: string, { only, record, pacts, onFile }: SuiteOptions): Promise<SuiteRun> {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  if (!existsSync(jest)) throw noPackages(root);
  const folder = await mkdtemp(join(tmpdir(), 'aurora-contracts-'));
  try {
    const report = join(folder, 'report.json');
    const results = join(folder, 'results');
    const child = execa(process.execPath, [...NODE_FLAGS, jest, ...flags(report, only, record)], {
      cwd: root,
      env: {
        AURORA_CONTRACT_RESULTS: results,
        AURORA_CONTRACTS: record ? 'record' : 'verify',
        ...(pacts !== undefined && { AURORA_CONTRACT_PACTS: pacts }),
      } satisfies ToldToTests,
      reject: false,
      stdin: 'ignore',
      all: true,
    });
    let done = 0;
    child.stderr?.on('data', (chunk: Buffer) => {
      const ended = stripVTControlCharacters(String(chunk)).match(/^(PASS|FAIL) /gm)?.length ?? 0;
      if (ended === 0) return;
      done += ended;
      onFile?.(done);
    });
    const { all } = await child;
    const files = await filesIn(report, root, all);
    return { files, providers: await providersIn(results), written: await pactsIn(results, 'written') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function flags(report: string, only: readonly string[], record = false): string[] {
  return [
    '--selectProjects',
    PROJECT,
    '--json',
    `--outputFile=${report}`,
    ...(only.length > 0 ? ['--testPathPatterns', ...only] : []),
    ...(record ? ['--testPathIgnorePatterns', '/provides[^/]*$', '/node_modules/'] : []),
  ];
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

async function filesIn(report: string, root: string, output: string): Promise<TestFile[]> {
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) throw broken(output);
  const { testResults } = JSON.parse(text) as JestReport;
  return testResults.map(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    const told = failed.flatMap(({ failureMessages }) => failureMessages.slice(0, 1));
    const all = told.length > 0 || status !== 'failed' ? told : [message];
    return { path: relative(root, name), failures: all.map((each) => stripVTControlCharacters(each)) };
  });
}

async function providersIn(folder: string): Promise<Map<string, readonly VerifiedInteraction[]>> {
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.json')) : [];
  const read = names.map(async (name) => {
    const { interactionResults = [] } = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
      interactionResults?: readonly VerifiedInteraction[];
    };
    return [name.slice(0, -'.json'.length), interactionResults] as const;
  });
  return new Map(await Promise.all(read));
}

function noPackages(root: string): AuroraError {
  return new AuroraError('contract_tests_missing', `The packages of ${root} are not installed, so no test can run.`, {
    exit: 'machine',
    next: 'npm install',
  });
}

function broken(output: string): AuroraError {
  const lines = stripVTControlCharacters(output).trim().split('\n');
  return new AuroraError('contract_tests_broken', `The tests of the jest project \`${PROJECT}\` did not run.`, {
    exit: 'failed',
    details: lines.slice(0, 12),
    next: 'aurora generate --check, and what it lists',
  });
}
