import type { Fleet } from '../../config/model.ts';
import type { Deployment } from '../../deploy/deployment.ts';
import { finish } from '../../deploy/finish.ts';
import type { Journal } from '../../deploy/journal.ts';
import { spentImages } from '../../deploy/kept.ts';
import type { DeployRecord } from '../../deploy/record.ts';

export interface WarmDeploys {
  readonly fleet: Fleet;
  readonly journal: Journal;
  /** One of them with all that it works with. */
  readonly open: (record: DeployRecord) => Deployment;
}

/**
 * Takes away what deploys have left warm. Returns the deploys that were finished.
 * @param ending with `contract`, what the schema has kept for the versions of before goes as well
 */
export async function finishWarm(
  { fleet, journal, open }: WarmDeploys,
  { contract }: { readonly contract: boolean },
): Promise<readonly DeployRecord[]> {
  const records = journal.all();
  const warm = records.filter((record) => record.warm).toReversed();
  const finished: DeployRecord[] = [];
  for (const record of warm) {
    const deployment = open(record);
    const spent = (service: string) => spentImages(records, service, fleet.deploy.keepVersions);
    await finish(deployment, { contract, spent });
    finished.push(deployment.record);
  }
  return finished;
}
