import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { committedPacts } from './folder.ts';
import { keptVerdicts } from './kept.ts';
import { isSamePair, type Pair, pairName } from './pact.ts';
import { pairsOf } from './pairs.ts';
import { versionOf } from './version.ts';

export interface ContractState extends Pair {
  readonly state: 'verified' | 'failed' | 'unknown' | 'no_pact';
  /** A sentence, and what to type; null where all is well. */
  readonly reason: string | null;
}

/** What is known of each pact without running a test: what `contracts verify` has found of exactly this code. */
export async function contractStates(fleet: Fleet): Promise<readonly ContractState[]> {
  const pacts = await committedPacts(fleet.root);
  const verdicts = await keptNow(fleet.root);
  const missing = pairsOf(fleet).filter((pair) => !pacts.some((each) => isSamePair(each, pair)));
  const known = pacts.map((pact): ContractState => {
    const { consumer, provider, digest } = pact;
    const found = verdicts.find((each) => isSamePair(each, pact) && each.digest === digest);
    if (!found)
      return { consumer, provider, state: 'unknown', reason: 'not verified as it is now: aurora contracts verify' };
    if (found.success) return { consumer, provider, state: 'verified', reason: null };
    return { consumer, provider, state: 'failed', reason: found.failures[0] ?? `${provider} does not keep it` };
  });
  const without = missing.map(
    (pair): ContractState => ({ ...pair, state: 'no_pact', reason: 'no pact is committed: aurora contracts record' }),
  );
  return [...known, ...without].toSorted((a, b) => (pairName(a) < pairName(b) ? -1 : 1));
}

async function keptNow(root: string) {
  try {
    return await keptVerdicts(root, (await versionOf(root)).version);
  } catch (error) {
    // Without a commit nothing was kept.
    if (error instanceof AuroraError && error.code === 'no_version') return [];
    throw error;
  }
}
