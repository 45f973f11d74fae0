import { availableParallelism } from 'node:os';
import type { SpecLimits } from '../spec.ts';

/** An engine refuses more than it has. */
const CPUS = cpusUpTo(2);

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

/** @param workers processes that serve together; where there are several, another one keeps them running */
export function serviceLimits(workers: number): SpecLimits {
  const { memoryMb, cpus, processes } = LIMITS.service;
  if (workers === 1) return LIMITS.service;
  return {
    memoryMb: memoryMb * workers + PRIMARY_MB,
    cpus: Math.max(cpus, cpusUpTo(workers)),
    processes: processes + THREADS * workers,
  };
}

function cpusUpTo(wanted: number): number {
  return Math.min(wanted, availableParallelism());
}

/** A checkpoint of a busy database takes its time. */
export const DATABASE_STOP_SECONDS = 30;
