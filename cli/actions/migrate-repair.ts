import type { Fleet } from '../config/model.ts';
import { migrationFiles } from '../migrate/files.ts';
import { explain } from '../migrate/interrupted.ts';
import { type Repairs, repair } from '../migrate/repair.ts';
import { type MigrationState, readMigrations } from '../migrate/state.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireMigrations } from './migrate.ts';
import { requireDatabase } from './running.ts';

/** What somebody has to decide about. */
export interface Broken {
  readonly service: string;
  readonly name: string;
  readonly state: 'edited' | 'missing' | 'interrupted';
  /** What it is, and the commands that mend it. */
  readonly explanation: readonly string[];
}

/** What is wrong in one service or in all; nothing is touched. */
export async function migrateDiagnose(fleet: Fleet, runtime: Runtime, service: string | undefined): Promise<Broken[]> {
  if (service !== undefined) await requireMigrations(fleet, service);
  const services = await runtime.withDatabases(fleet, (databases) =>
    readMigrations(fleet, databases, service === undefined ? undefined : [service]),
  );
  return services.flatMap((each) =>
    each.migrations.flatMap((migration) => {
      const { name, state } = migration;
      if (state === 'applied' || state === 'pending') return [];
      return [{ service: each.service, name, state, explanation: explanationOf(each.service, migration) }];
    }),
  );
}

/** Accepts and forgets what is named, in one service. */
export async function migrateRepair(
  fleet: Fleet,
  runtime: Runtime,
  { service, ...wishes }: { service: string } & Repairs,
  narrator: Narrator,
): Promise<void> {
  requireDatabase(fleet, service);
  await runtime.withDatabases(fleet, (databases) =>
    narrator.step(`repair ${service}`, (shown) =>
      repair({
        ...{ ...wishes, service },
        files: () => migrationFiles(fleet, service),
        url: databases.url(service),
        onWait: (holder) => shown.note(`waiting for ${holder}`),
      }),
    ),
  );
}

function explanationOf(service: string, { name, state, interrupted, appliedAt, appliedBy }: MigrationState): string[] {
  if (interrupted && state === 'interrupted') return explain(service, name, interrupted);
  const applied = `was applied by ${appliedBy} at ${appliedAt}`;
  if (state === 'edited') {
    return [
      `${service}/${name} ${applied}, and its file changed since.`,
      '  Restore the file; or, where what it made and what it says now come to the same:',
      `  aurora migrate repair ${service} --accept ${name} takes the file, as it is now, for what was applied. It runs nothing.`,
    ];
  }
  return [
    `${service}/${name} ${applied}, and its file is gone.`,
    '  Restore the file; or, where nobody will take it back:',
    `  aurora migrate repair ${service} --forget ${name} forgets that it was applied. What it made stays in the database.`,
  ];
}
