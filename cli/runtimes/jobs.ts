import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import type { Databases } from './databases.ts';

/** What `up` has done between its own steps. Each looks first, and costs little where there is nothing to do. */
export interface UpJobs {
  /** Pending schema changes of these services; null where there are none. Databases run, services do not yet. */
  migrations(fleet: Fleet, services: readonly string[], databases: Databases): Promise<MigrationJob | null>;
  /** The rows that a service begins with, once it and what it depends on are ready; null where it has had them. */
  seeds(fleet: Fleet, service: string, databases: Databases): Promise<Job | null>;
}

export interface Job {
  /** Narrates its own steps. */
  run(narrator: Narrator): Promise<void>;
}

export interface MigrationJob extends Job {
  readonly services: readonly string[];
  /** e.g. `pending in order-service`. */
  readonly because: string;
}

/** @throws AuroraError `migrations_pending` where they may not be applied */
export function requireAllowed(fleet: Fleet, { because }: MigrationJob, allowed: boolean): void {
  if (allowed) return;
  throw new AuroraError('migrations_pending', `There are pending migrations, and this is ${fleet.environment}.`, {
    exit: 'failed',
    details: [because],
    next: 'aurora up --migrate, when you know what they do',
  });
}
