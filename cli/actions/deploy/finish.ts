import { requireNoneOpen } from '../../deploy/open.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import { finishWarm } from './finish-warm.ts';
import { withSession } from './session.ts';
import type { Work } from './surroundings.ts';

/** Takes away what deploys have left warm, and applies the contract migrations that waited for it. Returns the deploys that were finished. */
export function finishDeploys(work: Work): Promise<readonly DeployRecord[]> {
  return withSession(work, 'end of a deploy', async ({ journal, open }) => {
    requireNoneOpen(journal);
    return finishWarm({ fleet: work.fleet, journal, open }, { contract: true });
  });
}
