import type { ContainerStats } from 'dockerode';
import type { FleetStatus, Usage } from '../contract.ts';
import { type Engine, statusOf } from './engine.ts';

const MEGABYTE = 1024 * 1024;

/** The same with what its containers take. @param measure undefined: it has ended, or nobody can tell */
export async function withUsage(
  status: FleetStatus,
  measure: (container: string) => Promise<Usage | undefined>,
): Promise<FleetStatus> {
  const measured = <T extends { readonly container?: string }>(instances: readonly T[]) =>
    Promise.all(
      instances.map(async (instance) => {
        const usage = instance.container === undefined ? undefined : await measure(instance.container);
        return usage ? { ...instance, usage } : instance;
      }),
    );
  const [services, infrastructure] = await Promise.all([
    Promise.all(status.services.map(async (service) => ({ ...service, instances: await measured(service.instances) }))),
    measured(status.infrastructure),
  ]);
  return { ...status, services, infrastructure };
}

/** What a running container takes at this moment; undefined: it has ended. The engine looks once a second: so long it takes. */
export async function usageOf(engine: Engine, id: string): Promise<Usage | undefined> {
  const first = await look(engine, id);
  const second = await look(engine, id);
  if (!first || !second) return undefined;
  const cpu = second.cpu_stats.cpu_usage.total_usage - first.cpu_stats.cpu_usage.total_usage;
  const nanoseconds = (Date.parse(second.read) - Date.parse(first.read)) * 1e6;
  const { usage, stats } = second.memory_stats;
  // Without the file cache, which the kernel gives up when it needs to; as `docker stats` counts.
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return {
    memoryMb: Math.round((usage - cache) / MEGABYTE),
    cpuPercent: Math.round((cpu / nanoseconds) * 1000) / 10,
  };
}

async function look(engine: Engine, id: string): Promise<ContainerStats | undefined> {
  try {
    const stats = await engine.getContainer(id).stats({ stream: false, 'one-shot': true });
    return stats.memory_stats.usage === undefined ? undefined : stats;
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 409) return undefined;
    throw error;
  }
}
