import type { Fleet } from '../../config/model.ts';
import { Deployment } from '../../deploy/deployment.ts';
import { execute } from '../../deploy/execute.ts';
import { whoDeploys } from '../../deploy/identity.ts';
import { type Journal, openJournal } from '../../deploy/journal.ts';
import { takeLease } from '../../deploy/lease.ts';
import { type DeployRecord, namesOf } from '../../deploy/record.ts';
import { AuroraError } from '../../errors.ts';
import { layoutOf } from '../../runtimes/layout.ts';
import type { Stage } from '../../runtimes/stage.ts';
import { surroundingsOf, type Work } from './surroundings.ts';

/** One who works on deploys of a fleet; nobody else does meanwhile. */
export interface Session {
  readonly stage: Stage;
  readonly journal: Journal;
  readonly by: string;
  /** A deploy with all that it works with. */
  open(record: DeployRecord): Deployment;
  /** Takes a deploy to its end, and tells whoever was asked about its contracts. */
  run(deployment: Deployment): Promise<DeployRecord>;
}

/**
 * @param reason for those who find the lease taken
 * @throws AuroraError `deploy_unsupported`, `deploy_locked`, `busy`, `not_running`
 */
export async function withSession<T>(work: Work, reason: string, act: (session: Session) => Promise<T>): Promise<T> {
  const { fleet, runtime, narrator } = work;
  if (!runtime.withStage) throw unsupported(runtime.name);
  const folder = layoutOf(fleet.root).deploys;
  const by = whoDeploys(process.env);
  using _lease = takeLease(folder, { owner: by, reason });
  const journal = openJournal(folder);
  return await runtime.withStage(fleet, narrator, (stage) =>
    act({
      stage,
      journal,
      by,
      open: (record) => new Deployment(surroundingsOf(work, stage, journal), record),
      async run(deployment) {
        const record = await execute(deployment);
        if (record.state === 'done') await tellContracts(fleet, record);
        return record;
      },
    }),
  );
}

/** Whoever asks next whether a version may go here is told what serves. What a rollback has brought, its commit alone would tell. */
async function tellContracts(fleet: Fleet, record: DeployRecord): Promise<void> {
  const { contracts, environment, tag } = record;
  if (contracts === null) return;
  const [{ openStore }, { recordDeployed }] = await Promise.all([
    import('../../contracts/store/open.ts'),
    import('../contracts/deployed.ts'),
  ]);
  const question = { environment, services: namesOf(record), version: tag ?? undefined };
  await recordDeployed(fleet, openStore(contracts), question);
}

export function unsupported(runtime: string): AuroraError {
  return new AuroraError(
    'deploy_unsupported',
    `Two versions stand side by side in containers, not on the ${runtime} runtime.`,
    {
      exit: 'usage',
      next: 'aurora up -d --runtime docker; as processes, aurora restart takes the code as it is',
    },
  );
}
