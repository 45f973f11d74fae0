import type { Fleet } from '../../config/model.ts';
import type { ContractStore, Participant } from '../../contracts/store/contract.ts';
import { candidatesOf, type DeployQuestion } from './deploy-question.ts';

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
  question: DeployQuestion,
): Promise<RecordedDeployment> {
  const { environment } = question;
  const deployed = await candidatesOf(fleet, store, question);
  for (const participant of deployed) await store.recordDeployment(participant, environment);
  return { environment, deployed };
}
