import type { Fleet } from '../../config/model.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { type KeptVerdict, keptVerdicts } from '../../contracts/kept.ts';
import { isSamePair, type Pair, pairName } from '../../contracts/pact.ts';
import { participantsOf } from '../../contracts/participants.ts';
import type { ContractStore, Publication, Verification } from '../../contracts/store/contract.ts';
import { versionOf } from '../../contracts/version.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';

export interface PublishOptions {
  /** What the code is called there; its commit unless given. */
  readonly version?: string | undefined;
  readonly branch?: string | undefined;
}

export interface PublishedContracts {
  readonly to: string;
  readonly version: string;
  readonly branch: string | null;
  readonly participants: readonly string[];
  readonly pacts: readonly (Pair & { readonly verified: boolean | null })[];
}

/**
 * Tells a folder or a broker what this code agreed upon, and what verification found of exactly this code.
 * @throws AuroraError `no_pacts`, `not_verified`, and what the store has to say
 */
export async function publishContracts(
  fleet: Fleet,
  store: ContractStore,
  options: PublishOptions,
  narrator: Narrator,
): Promise<PublishedContracts> {
  const code = await versionOf(fleet.root);
  const pacts = await committedPacts(fleet.root);
  if (pacts.length === 0) throw noPacts();
  const kept = await keptVerdicts(fleet.root, code.version);
  const verdictOf = (pact: (typeof pacts)[number]) =>
    kept.find((each) => isSamePair(each, pact) && each.digest === pact.digest);
  if (!pacts.some(verdictOf)) throw notVerified(code.version);

  const version = options.version ?? code.version;
  const branch = options.branch ?? code.branch;
  const participants = participantsOf(fleet, pacts);
  const elsewhere = await knownThere(kept, store);
  const publications = participants.map((name): Publication => {
    const asked = pacts.filter(({ provider }) => provider === name);
    return {
      name,
      version,
      branch,
      pacts: pacts.filter(({ consumer }) => consumer === name),
      verifications: [
        ...asked.flatMap((pact) => {
          const found = verdictOf(pact);
          return found ? [{ pact, consumerVersion: version, success: found.success, failures: found.failures }] : [];
        }),
        ...elsewhere.filter(({ pact }) => pact.provider === name),
      ],
    };
  });
  await narrator.step(`publish to ${store.name}`, async (step) => {
    step.note(`${pacts.length} pacts of ${version}`);
    await store.publish(publications);
  });
  const unknown = pacts.filter((pact) => !verdictOf(pact));
  if (unknown.length > 0) {
    narrator.warn(`not verified, so unknown there as well: ${unknown.map(pairName).join(', ')}`);
  }
  return {
    to: store.name,
    version,
    branch,
    participants,
    pacts: pacts.map((pact) => {
      const { consumer, provider } = pact;
      return { consumer, provider, verified: verdictOf(pact)?.success ?? null };
    }),
  };
}

/** What was found of consumers that run somewhere, as far as this place knows them: it may not be the one that they came from. */
async function knownThere(kept: readonly KeptVerdict[], store: ContractStore): Promise<Verification[]> {
  const found = kept.map(async ({ consumerVersion, success, failures, ...pact }): Promise<Verification[]> => {
    if (consumerVersion === null) return [];
    const known = await store.published({ name: pact.consumer, version: consumerVersion });
    return known ? [{ pact, consumerVersion, success, failures }] : [];
  });
  return (await Promise.all(found)).flat();
}

function noPacts(): AuroraError {
  return new AuroraError('no_pacts', 'There is not a single pact in contracts/pacts.', {
    exit: 'failed',
    details: ['Zero pacts prove nothing.'],
    next: 'aurora contracts record',
  });
}

function notVerified(version: string): AuroraError {
  return new AuroraError('not_verified', `Nothing is known of ${version}: what was verified was other code, if any.`, {
    exit: 'failed',
    details: ['Results belong to exactly the code and the pacts that they were found with.'],
    next: 'aurora contracts verify',
  });
}
