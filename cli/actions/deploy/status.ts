import type { Fleet } from '../../config/model.ts';
import { openJournal } from '../../deploy/journal.ts';
import { currentLease, type Lease } from '../../deploy/lease.ts';
import { openDeploy } from '../../deploy/open.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import type { InstanceStatus, Runtime } from '../../runtimes/contract.ts';
import { layoutOf } from '../../runtimes/layout.ts';
import { requireRunning } from '../running.ts';

export interface DeployStatus {
  readonly services: readonly {
    readonly name: string;
    readonly live: InstanceStatus | null;
    /** What gets no requests: warm, or on its way. */
    readonly beside: InstanceStatus | null;
  }[];
  /** A deploy that has not ended. */
  readonly open: DeployRecord | null;
  /** Who is at work. */
  readonly lease: Lease | null;
}

/** @throws AuroraError `not_running` */
export async function deployStatus(fleet: Fleet, runtime: Runtime): Promise<DeployStatus> {
  const { services } = await requireRunning(fleet, runtime);
  const folder = layoutOf(fleet.root).deploys;
  return {
    services: services.map(({ name, instances }) => ({
      name,
      live: instances.find(({ live = true }) => live) ?? null,
      beside: instances.find(({ live = true }) => !live) ?? null,
    })),
    open: openDeploy(openJournal(folder)) ?? null,
    lease: currentLease(folder),
  };
}
