import { requireOpen } from '../../deploy/open.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import { undo } from '../../deploy/undo.ts';
import { AuroraError } from '../../errors.ts';
import { withSession } from './session.ts';
import type { Work } from './surroundings.ts';

/** Takes a deploy that was killed to its end, from wherever the engine says that it is. */
export function resume(work: Work): Promise<DeployRecord> {
  return withSession(work, 'resume of a deploy', ({ journal, open, run }) => {
    const record = requireOpen(journal);
    if (record.state === 'paused') throw paused(record);
    return run(open(record));
  });
}

/** Puts the versions of before back, whatever the deploy had come to. */
export function abort(work: Work): Promise<DeployRecord> {
  return withSession(work, 'abort of a deploy', async ({ journal, open }) => {
    const deployment = open(requireOpen(journal));
    await undo(deployment);
    return deployment.record;
  });
}

/** Goes on with one that has paused before its cutover. @throws AuroraError `not_paused` */
export function promote(work: Work): Promise<DeployRecord> {
  return withSession(work, 'promotion of a deploy', ({ journal, open, run }) => {
    const record = requireOpen(journal);
    if (record.state !== 'paused') throw notPaused(record);
    const deployment = open(record);
    deployment.begin('pause');
    deployment.end('pause', 'done');
    deployment.note({ state: 'running' });
    return run(deployment);
  });
}

function paused({ id }: DeployRecord): AuroraError {
  return new AuroraError('deploy_paused', `The deploy ${id} was not killed: it waits to be promoted.`, {
    exit: 'usage',
    next: 'aurora deploy promote; or: aurora deploy --abort',
  });
}

function notPaused({ id }: DeployRecord): AuroraError {
  return new AuroraError('not_paused', `The deploy ${id} does not wait: it was killed on its way.`, {
    exit: 'usage',
    next: 'aurora deploy --resume; or: aurora deploy --abort',
  });
}
