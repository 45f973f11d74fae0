import type { Fleet } from '../../config/model.ts';
import { assess } from '../../contracts/assess.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { type KeptVerdict, keepVerdicts } from '../../contracts/kept.ts';
import type { Pair } from '../../contracts/pact.ts';
import { pairsOf } from '../../contracts/pairs.ts';
import { chosenParticipants } from '../../contracts/participants.ts';
import type { ContractReport, PactReport, Problem } from '../../contracts/report.ts';
import { runContractTests, type SuiteRun } from '../../contracts/suite.ts';
import { versionOf } from '../../contracts/version.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';

export interface VerifyContractsOptions {
  /** Only pacts in which these take part; empty: all. */
  readonly services: readonly string[];
}

/** Runs consumers and providers of the fleet, and tells of each pact what became of it. */
export async function verifyContracts(
  fleet: Fleet,
  { services }: VerifyContractsOptions,
  narrator: Narrator,
): Promise<ContractReport> {
  const committed = await committedPacts(fleet.root);
  const expected = pairsOf(fleet);
  const chosen = services.length > 0 ? chosenParticipants(fleet, [...committed, ...expected], services) : null;
  const isMeant = ({ consumer, provider }: Pair) =>
    chosen === null || chosen.includes(consumer) || chosen.includes(provider);
  const pacts = committed.filter(isMeant);

  const run = await narrator.step('run contract tests', async (step) => {
    const only = chosen === null ? [] : testsOf(chosen, pacts);
    return runContractTests(fleet.root, { only, onFile: (done) => step.note(`${done} files`) });
  });
  const version = await commitOf(fleet.root);
  const reports = assess({ expected: expected.filter(isMeant), pacts, run });
  if (version !== null) await keepVerdicts(fleet.root, version, verdictsOf(reports, run, version));
  const problems = [...zeroPacts(pacts), ...otherFailures(run, reports)];
  const ok = problems.length === 0 && reports.every((each) => each.status === 'verified' && each.problems.length === 0);
  return { ok, version, pacts: reports, problems };
}

/** Their own tests, and the verifying ones of those that they ask. */
function testsOf(chosen: readonly string[], pacts: readonly Pair[]): string[] {
  const asked = pacts.filter(({ consumer }) => chosen.includes(consumer)).map(({ provider }) => provider);
  return [
    ...chosen.map((name) => `services/${name}/test/contracts/`),
    ...new Set(asked.map((name) => `services/${name}/test/contracts/(generated/)?provides`)),
  ];
}

/** Null: there is no commit, so there is nothing to keep results under. */
async function commitOf(root: string): Promise<string | null> {
  try {
    return (await versionOf(root)).version;
  } catch (error) {
    if (error instanceof AuroraError && error.code === 'no_version') return null;
    throw error;
  }
}

/** A pact that its consumer no longer writes so, or whose consumer's tests fail, stands for nothing: of it nothing is kept. */
function verdictsOf(reports: readonly PactReport[], { files }: SuiteRun, version: string): KeptVerdict[] {
  const doubtful = (consumer: string) =>
    files.some(({ path, failures }) => {
      return failures.length > 0 && path.startsWith(`services/${consumer}/`) && !path.includes('/provides');
    });
  return reports.flatMap(({ consumer, provider, digest, status, interactions }) => {
    if (digest === null || status === 'unknown' || doubtful(consumer)) return [];
    const failures = interactions.flatMap(({ description, differences }) =>
      differences.map((difference) => `${description}: ${difference}`),
    );
    return [{ consumer, provider, digest, version, success: status === 'verified', failures }];
  });
}

function zeroPacts(pacts: readonly Pair[]): Problem[] {
  if (pacts.length > 0) return [];
  return [
    {
      code: 'no_pacts',
      message: 'there is not a single pact in contracts/pacts: zero pacts prove nothing',
      next: 'aurora contracts record',
    },
  ];
}

/** Failed tests that no pact's report tells of. */
function otherFailures({ files }: SuiteRun, reports: readonly PactReport[]): Problem[] {
  const told = reports.flatMap(({ problems }) => problems.map(({ message }) => message)).join('\n');
  const hasFailed = new Set(reports.filter(({ status }) => status === 'failed').map(({ provider }) => provider));
  return files
    .filter(({ failures }) => failures.length > 0)
    .filter(({ path }) => !told.includes(path))
    .filter(({ path }) => !(path.includes('provides') && hasFailed.has(path.split('/')[1] ?? '')))
    .map(({ path, failures }) => ({
      code: 'test_failed',
      message: `${path}: ${failures[0]?.split('\n')[0] ?? ''}`,
      next: `node_modules/.bin/node --experimental-vm-modules node_modules/jest/bin/jest.js --selectProjects contracts -- ${path}`,
    }));
}
