import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { assess } from '../../contracts/assess.ts';
import { requireEnvironment } from '../../contracts/environment.ts';
import { isSamePair, type Pact, type Pair, readPact } from '../../contracts/pact.ts';
import { testsThatVerify } from '../../contracts/paths.ts';
import type { PactReport } from '../../contracts/report.ts';
import type { ContractStore } from '../../contracts/store/contract.ts';
import { runContractTests } from '../../contracts/suite.ts';
import type { Narrator } from '../../narrator.ts';

/** A pact as it is where its consumer runs, other than the one of this code. */
interface DeployedPact extends Pact {
  readonly consumerVersion: string;
}

/**
 * Holds the providers of this code to the pacts of the consumers that run somewhere: those meet it until they are replaced.
 * @returns nothing where all of them have the pacts that are committed here
 */
export async function verifyDeployed(
  fleet: Fleet,
  store: ContractStore,
  environment: string,
  committed: readonly Pact[],
  isMeant: (pair: Pair) => boolean,
  narrator: Narrator,
): Promise<PactReport[]> {
  await requireEnvironment(fleet, store, environment);
  const all = await deployedPacts(fleet, store, environment);
  const others = all.filter(
    (pact) => isMeant(pact) && !committed.some((each) => isSamePair(each, pact) && each.digest === pact.digest),
  );
  const reports: PactReport[] = [];
  for (const layer of layersOf(others)) {
    reports.push(...(await narrator.step(`verify pacts of ${environment}`, () => verifyLayer(fleet.root, layer))));
  }
  return reports;
}

async function deployedPacts(fleet: Fleet, store: ContractStore, environment: string): Promise<DeployedPact[]> {
  const found = await Promise.all((await store.deployed(environment)).map((each) => store.published(each)));
  const ours = found
    .flatMap((each) => each?.pacts ?? [])
    .filter(({ provider }) => fleet.services.some(({ name }) => name === provider));
  return Promise.all(
    ours.map(async (each) => ({
      ...readPact(JSON.stringify(await store.content(each))),
      consumerVersion: each.consumerVersion,
    })),
  );
}

/** Of each pair once: results name the consumer, and not its version. */
function layersOf(pacts: readonly DeployedPact[]): DeployedPact[][] {
  const layers: DeployedPact[][] = [];
  for (const pact of pacts) {
    const free = layers.find((layer) => !layer.some((each) => isSamePair(each, pact)));
    if (free) free.push(pact);
    else layers.push([pact]);
  }
  return layers;
}

async function verifyLayer(root: string, layer: readonly DeployedPact[]): Promise<PactReport[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-pacts-'));
  try {
    for (const { consumer, provider, content } of layer) {
      await writeFile(join(folder, `${consumer}-${provider}.json`), JSON.stringify(content));
    }
    const only = [...new Set(layer.map(({ provider }) => testsThatVerify(provider)))];
    const run = await runContractTests(root, { only, pacts: folder });
    const filed = layer.map((pact) => ({ ...pact, file: null }));
    const reports = assess({ expected: [], pacts: filed, run, hasWritten: () => false });
    return reports.map((report) => {
      const pact = layer.find((each) => isSamePair(each, report)) as DeployedPact;
      return { ...report, consumerVersion: pact.consumerVersion };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
