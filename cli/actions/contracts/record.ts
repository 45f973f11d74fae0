import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { committedPacts, PACTS, pactsIn } from '../../contracts/folder.ts';
import { type DocumentChange, openApiDocuments, recordDocuments } from '../../contracts/openapi.ts';
import { isSamePair, type Pair } from '../../contracts/pact.ts';
import { pairsOf } from '../../contracts/pairs.ts';
import type { Problem } from '../../contracts/report.ts';
import { runContractTests } from '../../contracts/suite.ts';
import { told } from '../../contracts/told.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';

export interface RecordedPact extends Pair {
  /** From the fleet's folder on. */
  readonly file: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
}

export interface Recording {
  readonly pacts: readonly RecordedPact[];
  readonly documents: readonly DocumentChange[];
  /** Pairs of the config that no test has written a pact of. */
  readonly problems: readonly Problem[];
}

/**
 * Has every consumer write down what it asks and every service what it serves, beside the fleet's folder, and brings that in line when
 * all have: a run that fails changes nothing. What nobody writes any more goes.
 * @throws AuroraError `record_failed` where a consumer's test fails, `service_undescribed`
 */
export async function recordContracts(fleet: Fleet, narrator: Narrator): Promise<Recording> {
  const { root } = fleet;
  // Beside where it goes, so that files can be moved.
  const fresh = await mkdtemp(join(tmpdir(), 'aurora-pacts-'));
  try {
    const run = await narrator.step('run consumer tests', (step) =>
      runContractTests(root, { only: [], record: true, pacts: fresh, onFile: (done) => step.note(`${done} files`) }),
    );
    const failed = run.files.filter(({ failures }) => failures.length > 0);
    if (failed.length > 0) throw recordFailed(failed);
    const served = await narrator.step('ask services what they serve', () => openApiDocuments(fleet));
    const before = await committedPacts(root);
    const after = await pactsIn(fresh, '');
    if (after.length === 0) throw nothingWritten();
    const pacts: RecordedPact[] = [];
    for (const { consumer, provider, file: name } of after) {
      const file = `${PACTS}/${name}`;
      const text = await readFile(join(fresh, name), 'utf8');
      const standing = await readFile(join(root, file), 'utf8').catch(() => null);
      const change = standing === null ? 'added' : standing === text ? 'unchanged' : 'changed';
      if (change !== 'unchanged') await putWhole(join(root, file), text);
      pacts.push({ consumer, provider, file, change });
    }
    for (const { consumer, provider, file } of before) {
      if (pacts.some((each) => each.file === file)) continue;
      await rm(join(root, file));
      pacts.push({ consumer, provider, file, change: 'removed' });
    }
    const documents = await recordDocuments(root, served);
    const problems = pairsOf(fleet)
      .filter((pair) => !after.some((each) => isSamePair(each, pair)))
      .map(notWritten);
    return { pacts: pacts.toSorted((a, b) => (a.file < b.file ? -1 : 1)), documents, problems };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function putWhole(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

function notWritten({ consumer, provider }: Pair): Problem {
  return {
    code: 'no_pact',
    message: `the config has ${consumer} depend on ${provider}, and no test of ${consumer} has written a pact about it`,
    details: [],
    next: 'aurora generate, then aurora contracts record',
  };
}

function recordFailed(files: readonly { readonly path: string; readonly failures: readonly string[] }[]): AuroraError {
  return new AuroraError('record_failed', 'Not all consumers could say what they ask, so no pact was changed.', {
    exit: 'failed',
    details: files
      .map(({ path, failures }) => told(path, failures))
      .flatMap(({ message, details }) => [message, ...details.map((line) => `  ${line}`)]),
    next: 'mend these tests, then: aurora contracts record',
  });
}

function nothingWritten(): AuroraError {
  return new AuroraError('no_pacts', 'No consumer has written a pact.', {
    exit: 'failed',
    details: ['Contract tests lie in services/*/test/contracts.'],
    next: 'aurora generate',
  });
}
