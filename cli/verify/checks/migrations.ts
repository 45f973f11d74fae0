import { readMigrations } from '../../migrate/state.ts';
import type { Check } from '../contract.ts';
import { CheckFailed } from '../outcome.ts';

/** What the databases hold is what the migrations say. */
export function migrationChecks(): Check[] {
  return [
    {
      area: 'migrations',
      claim: 'every migration is applied, and none was edited since',
      run: async ({ fleet, databases }) => {
        const services = await databases((lent) => readMigrations(fleet, lent));
        const odd = services.flatMap(({ service, migrations }) =>
          migrations.filter(({ state }) => state !== 'applied').map(({ name, state }) => `${service}/${name} ${state}`),
        );
        if (odd.length > 0) throw new CheckFailed(odd.join(', '));
      },
    },
  ];
}
