import { finish } from '../../deploy/finish.ts';
import { spentImages } from '../../deploy/kept.ts';
import { requireNoneOpen } from '../../deploy/open.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import { type Session, withSession } from './session.ts';
import type { Work } from './surroundings.ts';

/** Takes away what deploys have left warm, and applies the contract migrations that waited for it. Returns the deploys that were finished. */
export function finishDeploys(work: Work): Promise<readonly DeployRecord[]> {
  return withSession(work, 'end of a deploy', async (session) => {
    requireNoneOpen(session.journal);
    return finishWarm(work, session, { contract: true });
  });
}

/** The place beside the live version is wanted for another one. */
export async function finishWarm(
  { fleet }: Work,
  { journal, open }: Session,
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
