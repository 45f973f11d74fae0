import type { Fleet } from '../../config/model.ts';
import { assess } from '../../contracts/assess.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { type KeptVerdict, keepVerdicts } from '../../contracts/kept.ts';
import { compareDocuments, type DocumentChange, openApiDocuments } from '../../contracts/openapi.ts';
import type { Pair } from '../../contracts/pact.ts';
import { pairsOf } from '../../contracts/pairs.ts';
import { chosenParticipants } from '../../contracts/participants.ts';
import { isProviderTest, testsOf, testsThatVerify } from '../../contracts/paths.ts';
import type { ContractReport, PactReport, Problem } from '../../contracts/report.ts';
import type { ContractStore } from '../../contracts/store/contract.ts';
import { runContractTests, type SuiteRun } from '../../contracts/suite.ts';
import { told } from '../../contracts/told.ts';
import { versionOf } from '../../contracts/version.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { verifyDeployed } from './verify-deployed.ts';

export interface VerifyContractsOptions {
  /** Only pacts in which these take part; empty: all. */
  readonly services: readonly string[];
  /** Also the pacts of those that run there, as far as they are others. */
  readonly deployed?: { readonly store: ContractStore; readonly environment: string };
}

/** Runs consumers and providers of the fleet, and tells of each pact what became of it. */
export async function verifyContracts(
  fleet: Fleet,
  { services, deployed }: VerifyContractsOptions,
  narrator: Narrator,
): Promise<ContractReport> {
  const committed = await committedPacts(fleet.root);
  const expected = pairsOf(fleet);
  const chosen = services.length > 0 ? chosenParticipants(fleet, [...committed, ...expected], services) : null;
  const isMeant = ({ consumer, provider }: Pair) =>
    chosen === null || chosen.includes(consumer) || chosen.includes(provider);
  const pacts = committed.filter(isMeant);

  const version = await commitOf(fleet.root);
  const run = await narrator.step('run contract tests', async (step) => {
    const only = chosen === null ? [] : testsOfAll(chosen, pacts);
    return runContractTests(fleet.root, { only, onFile: (done) => step.note(`${done} files`) });
  });
  const documents = await narrator.step('ask services what they serve', () => openApiDrift(fleet, chosen));
  const hasWritten = (consumer: string) => chosen === null || chosen.includes(consumer);
  const elsewhere = deployed
    ? await verifyDeployed(fleet, deployed.store, deployed.environment, committed, isMeant, narrator)
    : [];
  const reports = [...assess({ expected: expected.filter(isMeant), pacts, run, hasWritten }), ...elsewhere];
  const isSameCode = (await commitOf(fleet.root)) === version;
  if (version !== null && isSameCode) await keepVerdicts(fleet.root, version, verdictsOf(reports, run, version));
  const problems = [
    ...zeroPacts(pacts),
    ...otherFailures(run, reports),
    ...documents,
    ...(isSameCode ? [] : [MEANWHILE]),
  ];
  const ok = problems.length === 0 && reports.every((each) => each.status === 'verified' && each.problems.length === 0);
  return { ok, version, pacts: reports, problems };
}

/** Their own tests, and the verifying ones of those that they ask. */
function testsOfAll(chosen: readonly string[], pacts: readonly Pair[]): string[] {
  const asked = pacts.filter(({ consumer }) => chosen.includes(consumer)).map(({ provider }) => provider);
  return [...chosen.map(testsOf), ...new Set(asked.map(testsThatVerify))];
}

/** What services serve, and the fleet has not agreed upon. @param chosen null: all */
async function openApiDrift({ root, services }: Fleet, chosen: readonly string[] | null): Promise<Problem[]> {
  const isMeant = (service: string) => chosen === null || chosen.includes(service);
  const documents = await openApiDocuments({ root, services: services.filter(({ name }) => isMeant(name)) });
  const changes = await compareDocuments(root, documents);
  return changes
    .filter(({ service, change }) => isMeant(service) && change !== 'unchanged')
    .map(({ file, service, change }) => ({
      code: 'openapi_drift',
      message: SAID[change](service, file),
      details: [],
      next:
        change === 'changed' ? 'aurora contracts diff --code, then aurora contracts record' : 'aurora contracts record',
    }));
}

const SAID: Readonly<Record<DocumentChange['change'], (service: string, file: string) => string>> = {
  added: (service, file) => `there is no ${file}, so nobody has agreed upon what ${service} serves`,
  changed: (service, file) => `${service} serves something else than ${file} says`,
  removed: (service, file) => `${file} is of a service that the config has no more: ${service}`,
  unchanged: (service, file) => `${service} serves what ${file} says`,
};

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
      return failures.length > 0 && path.startsWith(testsOf(consumer)) && !isProviderTest(path, consumer);
    });
  return reports.flatMap(({ consumer, provider, consumerVersion, digest, status, interactions }) => {
    if (digest === null || status === 'unknown') return [];
    if (consumerVersion === null && doubtful(consumer)) return [];
    const failures = interactions.flatMap(({ description, differences }) =>
      differences.map((difference) => `${description}: ${difference}`),
    );
    return [{ consumer, provider, digest, version, consumerVersion, success: status === 'verified', failures }];
  });
}

const MEANWHILE: Problem = {
  code: 'changed_meanwhile',
  message: 'the code was changed while it was verified, so this is true of neither',
  details: [],
  next: 'aurora contracts verify',
};

function zeroPacts(pacts: readonly Pair[]): Problem[] {
  if (pacts.length > 0) return [];
  return [
    {
      code: 'no_pacts',
      message: 'there is not a single pact in contracts/pacts: zero pacts prove nothing',
      details: [],
      next: 'aurora contracts record',
    },
  ];
}

/** Failed tests that no pact's report tells of. */
function otherFailures({ files }: SuiteRun, reports: readonly PactReport[]): Problem[] {
  const known = reports.flatMap(({ problems }) => problems.map(({ message }) => message)).join('\n');
  const hasFailed = reports.filter(({ status }) => status === 'failed').map(({ provider }) => provider);
  return files
    .filter(({ failures }) => failures.length > 0)
    .filter(({ path }) => !known.includes(path))
    .filter(({ path }) => !hasFailed.some((provider) => isProviderTest(path, provider)))
    .map(({ path, failures }) => ({
      code: 'test_failed',
      ...told(path, failures),
      next: `node_modules/.bin/node --experimental-vm-modules node_modules/jest/bin/jest.js --selectProjects contracts -- ${path}`,
    }));
}
