import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { Databases } from './databases.ts';

/** What `up` has done between its own steps. Each looks first, and costs little where there is nothing to do. */
export interface UpJobs {
  /** Pending schema changes of these services; null where there are none. Databases run, services do not yet. */
  migrations(fleet: Fleet, services: readonly string[], databases: Databases): Promise<Job | null>;
  /** The rows that a service begins with, once it and what it depends on are ready; null where it has had them. */
  seeds(fleet: Fleet, service: string, databases: Databases): Promise<Pick<Job, 'run'> | null>;
}

export interface Job {
  /** e.g. `2 migrations of subject-service are pending`. */
  readonly because: string;
  /** Narrates its own steps. */
  run(narrator: Narrator): Promise<void>;
}
