import type { Fleet } from '../../config/model.ts';
import { type Decision, decide, gather } from '../../contracts/matrix.ts';
import { pairsOf } from '../../contracts/pairs.ts';
import type { ContractStore } from '../../contracts/store/contract.ts';
import { candidatesOf, type DeployQuestion } from './deploy-question.ts';

/**
 * Whether a version may go to an environment, by what a folder or a broker knows.
 * @throws AuroraError `no_such_participant`, `no_such_environment`, `no_version`
 */
export async function canDeploy(fleet: Fleet, store: ContractStore, question: DeployQuestion): Promise<Decision> {
  const candidates = await candidatesOf(fleet, store, question);
  // The config at hand says what this code depends on; what another version depended on, it cannot know.
  const expected = question.version === undefined ? pairsOf(fleet) : [];
  return decide(await gather(store, { candidates, environment: question.environment, expected }));
}
