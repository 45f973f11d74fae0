import { inspectFleet } from '../config/load.ts';
import type { Fleet } from '../config/model.ts';
import { nearest } from '../config/nearest.ts';
import { AuroraError } from '../errors.ts';
import type { ContractStore } from './store/contract.ts';

/**
 * One of the config's, or one that something was deployed to. Of any other nothing is known, so that all that goes there together would
 * seem fine.
 * @throws AuroraError `no_such_environment`
 */
export async function requireEnvironment(fleet: Fleet, store: ContractStore, name: string): Promise<void> {
  const { environments } = await inspectFleet({ file: fleet.file, environment: fleet.environment });
  if (environments.includes(name)) return;
  const known = [...new Set([...environments, ...(await store.environments())])];
  if (known.includes(name)) return;
  const meant = nearest(name, known);
  throw new AuroraError('no_such_environment', `There is no environment ${name}.`, {
    exit: 'usage',
    details: [
      ...(meant === undefined ? [] : [`did you mean: ${meant}`]),
      `Of the config, and of ${store.name}: ${known.join(', ')}`,
    ],
    next: 'add it under `environments` in the config, if it is a new one',
  });
}
