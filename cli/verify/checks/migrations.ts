import type { Fleet } from '../../config/model.ts';
import { readMigrations } from '../../migrate/state.ts';
import { modelsOf } from '../../migrate/verify/models.ts';
import { whatIs } from '../../migrate/verify/print.ts';
import { verifyServices } from '../../migrate/verify/service.ts';
import type { LentDatabases } from '../../runtimes/databases.ts';
import type { Check } from '../contract.ts';
import { CheckFailed } from '../outcome.ts';

/** What the databases hold is what the migrations say. */
export function migrationChecks(): Check[] {
  return [
    {
      area: 'migrations',
      claim: 'every migration is applied, and none was edited since',
      file: 'migrations',
      run: ({ fleet, databases }) => databases((lent) => requireApplied(fleet, lent)),
    },
    {
      area: 'migrations',
      claim: 'the databases have the tables that the models ask for',
      file: 'migrations',
      run: ({ fleet, databases }) => databases((lent) => requireTables(fleet, lent)),
    },
  ];
}

async function requireApplied(fleet: Fleet, lent: LentDatabases): Promise<void> {
  const services = await readMigrations(fleet, lent);
  const odd = services.flatMap(({ service, migrations }) =>
    migrations.filter(({ state }) => state !== 'applied').map(({ name, state }) => `${service}/${name} ${state}`),
  );
  if (odd.length > 0) throw new CheckFailed(odd.join(', '), { next: 'aurora migrate status' });
}

async function requireTables(fleet: Fleet, lent: LentDatabases): Promise<void> {
  const verified = await verifyServices(fleet, modelsOf(fleet).services, lent);
  const wrong = verified.flatMap(({ service, findings }) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map((finding) => `${service}: ${[finding.table, whatIs(finding)].join(' ')}`),
  );
  if (wrong.length > 0) throw new CheckFailed(wrong.join(', '), { next: 'aurora migrate verify' });
}
