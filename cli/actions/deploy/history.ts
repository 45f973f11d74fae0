import type { Fleet } from '../../config/model.ts';
import { openJournal } from '../../deploy/journal.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import { AuroraError } from '../../errors.ts';
import { layoutOf } from '../../runtimes/layout.ts';

/** What was deployed from this folder, newest first. */
export function deployHistory(fleet: Fleet): readonly DeployRecord[] {
  return openJournal(layoutOf(fleet.root).deploys).all();
}

/** One of them, or the last. @throws AuroraError `no_such_deploy` */
export function oneDeploy(fleet: Fleet, id: string | undefined): DeployRecord {
  const journal = openJournal(layoutOf(fleet.root).deploys);
  if (id !== undefined) return journal.read(id);
  const [last] = journal.all();
  if (last) return last;
  throw new AuroraError('no_such_deploy', 'Nothing was deployed from this folder.', {
    exit: 'usage',
    next: 'aurora deploy --blue-green',
  });
}
