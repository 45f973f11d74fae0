import { readMigrations } from '../migrate/state.ts';
import type { UpJobs } from '../runtimes/jobs.ts';
import { unseeded } from '../seed/state.ts';
import { applyAll } from './migrate.ts';

/** Rows for developers; tests ask for theirs themselves. */
const PROFILE = 'dev';

/** Migrations and seeds, as steps of `up`. */
export const upJobs: UpJobs = {
  async migrations(fleet, services, databases) {
    const states = await readMigrations(fleet, databases);
    const waiting = states.filter(({ service, migrations }) => {
      return services.includes(service) && migrations.some(({ state }) => state === 'pending' || state === 'edited');
    });
    if (waiting.length === 0) return null;
    const names = waiting.map(({ service }) => service);
    return {
      because: `pending in ${names.join(', ')}`,
      run: async (narrator) => void (await applyAll(fleet, databases, names, narrator)),
    };
  },
  async seeds(fleet, service, databases) {
    const services = fleet.services.filter(({ name }) => name === service);
    const [seeds] = await unseeded({ ...fleet, services }, PROFILE, databases);
    if (!seeds) return null;
    const { runSeeds } = await import('../seed/run.ts');
    return {
      run: (environment, narrator) =>
        narrator.step(`seed ${service}`, () => runSeeds(fleet, seeds, PROFILE, environment)),
    };
  },
};
