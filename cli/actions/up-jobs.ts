import { readMigrations } from '../migrate/state.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { UpJobs } from '../runtimes/jobs.ts';
import { DEVELOPMENT_PROFILE } from '../seed/profiles.ts';
import { unseeded } from '../seed/state.ts';

/** Migrations and seeds, as steps of `up`. What only a first `up` needs is loaded by it alone. */
export function upJobs(runtime: Runtime): UpJobs {
  return {
    async migrations(fleet, services, databases) {
      const states = await readMigrations(fleet, databases, services);
      const waiting = states.filter(({ migrations }) => {
        return migrations.some(({ state }) => state !== 'applied' && state !== 'missing');
      });
      if (waiting.length === 0) return null;
      const names = waiting.map(({ service }) => service);
      return {
        services: names,
        because: `pending in ${names.join(', ')}`,
        run: async (narrator) => {
          const { applyAll } = await import('./migrate.ts');
          await applyAll(fleet, databases, names, narrator);
        },
      };
    },
    async seeds(fleet, service, databases) {
      const seeds = await unseeded(fleet, service, DEVELOPMENT_PROFILE, databases);
      if (!seeds) return null;
      return {
        run: async (narrator) => {
          const { profileJob, runSeeds } = await import('../seed/run.ts');
          await runSeeds(fleet, runtime, profileJob(seeds), narrator);
        },
      };
    },
  };
}
