import { AuroraError } from '../errors.ts';
import type { Journal } from './journal.ts';
import { type DeployRecord, isOpen } from './record.ts';

/** The deploy that is under way, or was killed on its way. */
export function openDeploy(journal: Journal): DeployRecord | undefined {
  return journal.all().find(isOpen);
}

/** @throws AuroraError `deploy_unfinished` */
export function requireNoneOpen(journal: Journal): void {
  const open = openDeploy(journal);
  if (!open) return;
  const { id, state, by, phases } = open;
  const where =
    state === 'paused'
      ? 'waits to be promoted'
      : `has not ended: it was killed while at ${phases.at(-1)?.name ?? 'its beginning'}`;
  throw new AuroraError('deploy_unfinished', `The ${open.kind} ${id} of ${by} ${where}.`, {
    exit: 'failed',
    details: ['All requests go to whole, healthy versions meanwhile.'],
    next:
      state === 'paused'
        ? 'aurora deploy promote; or: aurora deploy --abort'
        : 'aurora deploy --resume; or: aurora deploy --abort',
    facts: { deploy: id, state },
  });
}

/** @throws AuroraError `nothing_unfinished` */
export function requireOpen(journal: Journal): DeployRecord {
  const open = openDeploy(journal);
  if (open) return open;
  throw new AuroraError('nothing_unfinished', 'No deploy of this fleet is unfinished.', {
    exit: 'failed',
    next: 'aurora deploy history',
  });
}
