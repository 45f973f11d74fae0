import type { Fleet } from '../../config/model.ts';
import { requireEnvironment } from '../../contracts/environment.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { chosenParticipants } from '../../contracts/participants.ts';
import type { ContractStore, Participant } from '../../contracts/store/contract.ts';
import { versionOf } from '../../contracts/version.ts';

export interface DeployQuestion {
  readonly environment: string;
  /** Services, or others with a pact; empty: all of the fleet, together. */
  readonly services: readonly string[];
  /** The code as it stands unless given. */
  readonly version?: string | undefined;
}

/**
 * Who is meant, in which version.
 * @throws AuroraError `no_such_participant`, `no_such_environment`, `no_version`
 */
export async function candidatesOf(
  fleet: Fleet,
  store: ContractStore,
  { environment, services, version: given }: DeployQuestion,
): Promise<readonly Participant[]> {
  const names = chosenParticipants(fleet, await committedPacts(fleet.root), services);
  await requireEnvironment(fleet, store, environment);
  const version = given ?? (await versionOf(fleet.root)).version;
  return names.map((name) => ({ name, version }));
}
