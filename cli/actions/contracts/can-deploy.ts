import type { Fleet } from '../../config/model.ts';
import { requireEnvironment } from '../../contracts/environment.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { type Decision, decide, gather } from '../../contracts/matrix.ts';
import { pairsOf } from '../../contracts/pairs.ts';
import { chosenParticipants } from '../../contracts/participants.ts';
import type { ContractStore } from '../../contracts/store/contract.ts';
import { versionOf } from '../../contracts/version.ts';

export interface DeployQuestion {
  readonly environment: string;
  /** Services, or others with a pact; empty: all of the fleet, together. */
  readonly services: readonly string[];
  /** The code as it stands unless given. */
  readonly version?: string | undefined;
}

/**
 * Whether a version may go to an environment, by what a folder or a broker knows.
 * @throws AuroraError `no_such_participant`, `no_such_environment`, `no_version`
 */
export async function canDeploy(
  fleet: Fleet,
  store: ContractStore,
  { environment, services, version: given }: DeployQuestion,
): Promise<Decision> {
  const names = chosenParticipants(fleet, await committedPacts(fleet.root), services);
  await requireEnvironment(fleet, store, environment);
  const version = given ?? (await versionOf(fleet.root)).version;
  const candidates = names.map((name) => ({ name, version }));
  // The config at hand says what this code depends on; what another version depended on, it cannot know.
  const expected = given === undefined ? pairsOf(fleet) : [];
  return decide(await gather(store, { candidates, environment, expected }));
}
