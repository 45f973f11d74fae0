import { identityOf } from '../../../cli/runtimes/identity.ts';
import { until } from '../../../shared/testing/index.ts';
import type { RealFleet } from '../../support/real-fleet.ts';

export const PATIENT = { withinMs: 60_000 };

/** Of a service, or of what stands beside the services. */
export async function pidOf(fleet: RealFleet, name: string): Promise<number> {
  const status = await fleet.observe();
  const service = status?.services.find((each) => each.name === name)?.instances[0];
  return service?.pid ?? status?.infrastructure.find((each) => each.name === name)?.pid ?? Number.NaN;
}

export async function untilReady(fleet: RealFleet): Promise<void> {
  await until(async () => {
    const status = await fleet.observe();
    const all = [...(status?.services ?? []), ...(status?.infrastructure ?? [])];
    return all.length > 0 && all.every(({ status: health }) => health === 'ready');
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
