import { availableParallelism } from 'node:os';
import type { SpecLimits } from '../spec.ts';

/** An engine refuses more than it has. */
const CPUS = Math.min(2, availableParallelism());

/** What a container may take before the engine stops giving; a fleet on one machine leaves the rest to others. */
export const LIMITS = {
  service: { memoryMb: 512, cpus: CPUS, processes: 128 },
  database: { memoryMb: 1024, cpus: CPUS, processes: 512 },
  broker: { memoryMb: 1024, cpus: CPUS, processes: 512 },
  edge: { memoryMb: 256, cpus: CPUS, processes: 64 },
  cache: { memoryMb: 192, cpus: 1, processes: 64 },
} as const satisfies Record<string, SpecLimits>;

/** A checkpoint of a busy database takes its time. */
export const DATABASE_STOP_SECONDS = 30;
