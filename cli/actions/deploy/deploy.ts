import { changesOf } from '../../deploy/change.ts';
import { newDeployId } from '../../deploy/identity.ts';
import { requireNoneOpen } from '../../deploy/open.ts';
import type { DeployCheck, DeployRecord } from '../../deploy/record.ts';
import { requireLivable } from '../../deploy/target.ts';
import { levelsOf } from '../../runtimes/order.ts';
import type { Release } from '../../runtimes/stage.ts';
import { requireServices } from '../running.ts';
import { type Session, withSession } from './session.ts';
import type { Work } from './surroundings.ts';

export interface DeployWish {
  /** A folder or a broker that knows what runs where. */
  readonly contracts?: string | undefined;
  /** What is not looked at before. */
  readonly skip: readonly DeployCheck[];
  /** Empty: all that differ from what serves. */
  readonly services: readonly string[];
  /** Of images that were built before; absent: the code as it is. */
  readonly tag?: string | undefined;
  readonly reason?: string | undefined;
  /** Stops before the cutover. */
  readonly pause: boolean;
  /** Per cent. */
  readonly canary: readonly number[];
  /** Also what serves exactly so already. */
  readonly force: boolean;
}

/**
 * Puts new versions in the place of those that serve, all or none. Null: all of them serve already.
 * @throws AuroraError of the phase that failed; the versions of before serve then
 */
export async function deploy(work: Work, wish: DeployWish): Promise<DeployRecord | null> {
  const { fleet } = work;
  requireServices(fleet, wish.services);
  const what = wish.services.length > 0 ? wish.services.join(', ') : 'the fleet';
  return withSession(work, wish.reason ?? `deploy of ${what}`, async (session) => {
    requireNoneOpen(session.journal);
    const names = levelsOf(fleet.services)
      .flat()
      .map(({ name }) => name)
      .filter((name) => wish.services.length === 0 || wish.services.includes(name));
    const all = await session.stage.releases(names, wish.tag);
    const inOrder = names.flatMap((name) => all.find(({ service }) => service === name) ?? []);
    const releases = await newOnes(session, inOrder, wish.force);
    if (releases.length === 0) return null;
    // A tag may be as old as a version that somebody goes back to.
    if (wish.tag !== undefined) for (const release of releases) requireLivable(session.journal.all(), release);
    const record = newRecord(work, session.by, wish, changesOf(releases, await session.stage.observe()));
    session.journal.write(record);
    return session.run(session.open(record));
  });
}

async function newOnes({ stage }: Session, releases: readonly Release[], force: boolean): Promise<readonly Release[]> {
  if (force) return releases;
  const serving = await Promise.all(releases.map((release) => stage.serves(release)));
  return releases.filter((_, index) => !serving[index]);
}

/** One that nobody has begun. */
export function newRecord(
  { fleet }: Pick<Work, 'fleet'>,
  by: string,
  { reason, tag, contracts, skip, pause, canary }: Omit<DeployWish, 'services' | 'force'>,
  services: DeployRecord['services'],
  kind: DeployRecord['kind'] = 'deploy',
): DeployRecord {
  const now = new Date();
  return {
    id: newDeployId(now),
    kind,
    fleet: fleet.name,
    environment: fleet.environment,
    state: 'running',
    by,
    reason: reason ?? null,
    tag: tag ?? null,
    contracts: contracts ?? null,
    skip,
    startedAt: now.toISOString(),
    endedAt: null,
    services,
    pause,
    canary,
    phases: [],
    undoing: false,
    failure: null,
    baseline: [],
    migrating: null,
    migrations: [],
    switchMs: null,
    drained: null,
    warm: false,
    previews: [],
  };
}
