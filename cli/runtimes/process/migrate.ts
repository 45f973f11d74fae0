import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { Databases } from '../databases.ts';
import { requireAllowed, type UpJobs } from '../jobs.ts';

interface Migration {
  readonly fleet: Fleet;
  readonly services: readonly string[];
  readonly databases: Databases;
  readonly allowed: boolean;
  readonly jobs: UpJobs;
  readonly narrator: Narrator;
}

/** Applies what is pending. @throws AuroraError `migrations_pending` where that is not allowed */
export async function migrate({ fleet, services, databases, allowed, jobs, narrator }: Migration): Promise<void> {
  const job = await jobs.migrations(fleet, services, databases);
  if (!job) return;
  requireAllowed(fleet, job, allowed);
  return job.run(narrator);
}
