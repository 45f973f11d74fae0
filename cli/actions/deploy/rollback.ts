import { changesOf } from '../../deploy/change.ts';
import type { Deployment } from '../../deploy/deployment.ts';
import { requireNoneOpen } from '../../deploy/open.ts';
import { type DeployRecord, PHASES } from '../../deploy/record.ts';
import { rollbackTarget } from '../../deploy/target.ts';
import { AuroraError } from '../../errors.ts';
import { levelsOf } from '../../runtimes/order.ts';
import type { Release, Standing } from '../../runtimes/stage.ts';
import { requireServices } from '../running.ts';
import { newRecord } from './deploy.ts';
import { withSession } from './session.ts';
import type { Work } from './surroundings.ts';

export interface RollbackWish {
  /** Empty: those of the last deploy. */
  readonly services: readonly string[];
  /** A version, or a deploy; absent: whatever was before. */
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Brings versions of before back: at once where they still stand, else from their images with what they ran with.
 * @throws AuroraError `no_version_before`, `no_such_version`, `contract_applied`, or of the phase that failed
 */
export async function rollback(work: Work, { services, to, reason }: RollbackWish): Promise<DeployRecord> {
  const { fleet } = work;
  requireServices(fleet, services);
  return withSession(work, reason ?? 'rollback', async (session) => {
    const { journal, stage } = session;
    requireNoneOpen(journal);
    const records = journal.all();
    const standings = await stage.observe();
    const names = services.length > 0 ? services : lastDeployed(records);
    requireStanding(names, standings);
    const live = inOrder(
      work,
      standings.filter((each) => each.live && names.includes(each.service)),
    );
    const targets = live.map((standing) => rollbackTarget(records, standing, to));
    const changes = changesOf(targets, standings);
    const isWarm = targets.every((target) =>
      standings.some((each) => !each.live && each.running && isSame(each, target)),
    );
    const record = newRecord(work, session.by, { reason, skip: [], pause: false, canary: [] }, changes, 'rollback');
    journal.write(record);
    const deployment = session.open(record);
    if (isWarm) takeForStanding(deployment);
    return session.run(deployment);
  });
}

/** @throws AuroraError `no_version_before` where nothing was ever deployed, `not_running` */
function requireStanding(names: readonly string[], standings: readonly Standing[]): void {
  if (names.length === 0) {
    throw new AuroraError(
      'no_version_before',
      'Nothing was deployed from this folder, so there is nothing to go back to.',
      {
        exit: 'failed',
        next: 'aurora deploy --blue-green',
      },
    );
  }
  const missing = names.filter((name) => !standings.some(({ service, live }) => live && service === name));
  if (missing.length === 0) return;
  throw new AuroraError(
    'not_running',
    `${missing.join(', ')} does not run, so that nothing serves that could go back.`,
    {
      exit: 'notRunning',
      next: `aurora up -d ${missing.join(' ')}`,
    },
  );
}

function lastDeployed(records: readonly DeployRecord[]): readonly string[] {
  const last = records.find(({ state }) => state === 'done');
  return last?.services.map(({ service }) => service) ?? [];
}

function inOrder({ fleet }: Work, live: readonly Standing[]): readonly Standing[] {
  const order = levelsOf(fleet.services).flat();
  return order.flatMap(({ name }) => live.find(({ service }) => service === name) ?? []);
}

function isSame({ service, release }: Standing, target: Release): boolean {
  return service === target.service && release.image === target.image;
}

/** They serve yet, or did a moment ago: all that comes before the cutover has been done with them. */
function takeForStanding(deployment: Deployment): void {
  for (const name of PHASES.slice(0, PHASES.indexOf('cutover'))) {
    deployment.begin(name);
    deployment.end(name, 'done', ['it still stands']);
  }
  deployment.begin('cutover');
}
