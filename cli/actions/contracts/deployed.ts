import type { Fleet } from '../../config/model.ts';
import { requireEnvironment } from '../../contracts/environment.ts';
import { committedPacts } from '../../contracts/folder.ts';
import { chosenParticipants } from '../../contracts/participants.ts';
import type { ContractStore, Participant } from '../../contracts/store/contract.ts';
import { versionOf } from '../../contracts/version.ts';
import type { DeployQuestion } from './can-deploy.ts';

export interface RecordedDeployment {
  readonly environment: string;
  readonly deployed: readonly Participant[];
}

/**
 * Tells a folder or a broker what runs in an environment from now on: what `canDeploy` compares others with.
 * @throws AuroraError `no_such_version` of what was never published
 */
export async function recordDeployed(
  fleet: Fleet,
  store: ContractStore,
  { environment, services, version: given }: DeployQuestion,
): Promise<RecordedDeployment> {
  const names = chosenParticipants(fleet, await committedPacts(fleet.root), services);
  await requireEnvironment(fleet, store, environment);
  const version = given ?? (await versionOf(fleet.root)).version;
  const deployed = names.map((name) => ({ name, version }));
  for (const participant of deployed) await store.recordDeployment(participant, environment);
  return { environment, deployed };
}
