import { setTimeout as pause } from 'node:timers/promises';
import { connectEngine } from '../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../cli/runtimes/docker/labels.ts';
import { identityOf } from '../../../cli/runtimes/identity.ts';
import { until } from '../../../shared/testing/index.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { DATABASE, RUNTIME } from '../../support/variant.ts';

/** What stands beside the services, in a process of its own. */
export const INFRASTRUCTURE = RUNTIME === 'docker' ? [DATABASE, 'rabbitmq', 'edge'] : [DATABASE];

export const PATIENT = { withinMs: 60_000 };

/** To be asked how it does is work for each service: who asks all the time takes a core from those that begin. */
const LOOK_MS = 100;

export async function untilReady(fleet: RealFleet): Promise<void> {
  await until(async () => {
    const status = await fleet.observe();
    const all = [...(status?.services ?? []), ...(status?.infrastructure ?? [])];
    const isReady = all.length > 0 && all.every(({ status: health }) => health === 'ready');
    if (!isReady) await pause(LOOK_MS);
    return isReady;
  }, PATIENT);
}

/** Resolves once no process of the fleet is left. */
export async function killSupervisor(fleet: RealFleet): Promise<void> {
  const before = await fleet.observe();
  const services = before?.services.flatMap(({ instances }) => instances) ?? [];
  const pids = [...services, ...(before?.infrastructure ?? [])].flatMap(({ pid }) => pid ?? []);
  process.kill(before?.supervisor?.pid ?? Number.NaN, 'SIGKILL');
  await until(() => pids.every((pid) => identityOf(pid) === null), PATIENT);
}

/** Ends every container in order, as no crash does: none is started again by itself. */
export async function stopContainers({ clone }: RealFleet): Promise<void> {
  const engine = await connectEngine();
  const containers = await engine.listContainers({ filters: { label: [`${LABELS.folder}=${clone.root}`] } });
  await Promise.all(containers.map(({ Id }) => engine.getContainer(Id).stop()));
}
