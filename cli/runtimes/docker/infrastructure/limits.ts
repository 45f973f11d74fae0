import { availableParallelism } from 'node:os';
import type { Service } from '../../../config/model.ts';
import type { SpecLimits } from '../spec.ts';

const SERVICE_CPUS = 2;
/** An engine refuses more than it has. */
const CPUS = cpusUpTo(SERVICE_CPUS);

/** What keeps workers running also keeps the cache that they share. */
const PRIMARY_MB = 256;
/** Of one process of Node, and then some. */
const THREADS = 32;

/** What a container may take before the engine stops giving; a fleet on one machine leaves the rest to others. */
export const LIMITS = {
  service: { memoryMb: 512, cpus: CPUS, processes: 128 },
  database: { memoryMb: 1024, cpus: CPUS, processes: 512 },
  broker: { memoryMb: 1024, cpus: CPUS, processes: 512 },
  edge: { memoryMb: 256, cpus: CPUS, processes: 64 },
  prometheus: { memoryMb: 512, cpus: 1, processes: 128 },
  alertmanager: { memoryMb: 128, cpus: 1, processes: 128 },
  cache: { memoryMb: 192, cpus: 1, processes: 64 },
} as const satisfies Record<string, SpecLimits>;

/** Of a service, as much of it as this machine has. */
export function serviceLimits(service: Service): SpecLimits {
  const { cpus, ...limits } = serviceNeeds(service);
  return { ...limits, cpus: cpusUpTo(cpus) };
}

/** What a service may take, whatever machine it runs on: what the config says, else by how many of its processes serve together. */
export function serviceNeeds(service: Service): SpecLimits {
  return { ...usualNeeds(service.kind === 'gateway' ? service.workers : 1), ...service.resources };
}

/** @param workers where there are several, another process keeps them running */
function usualNeeds(workers: number): SpecLimits {
  const { memoryMb, processes } = LIMITS.service;
  if (workers === 1) return { memoryMb, cpus: SERVICE_CPUS, processes };
  return {
    memoryMb: memoryMb * workers + PRIMARY_MB,
    cpus: Math.max(SERVICE_CPUS, workers),
    processes: processes + THREADS * workers,
  };
}

function cpusUpTo(wanted: number): number {
  return Math.min(wanted, availableParallelism());
}

/** A checkpoint of a busy database takes its time. */
export const DATABASE_STOP_SECONDS = 30;
