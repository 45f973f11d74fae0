import { isPostgres } from '../runtimes/databases.ts';
import { type Choice, dueOf, revertedOf } from './choose.ts';
import { withClient } from './client.ts';
import type { MigrationFile } from './files.ts';
import { readLog } from './log.ts';
import type { Phase } from './module.ts';
import { isStep } from './reads.ts';
import { type RecordedStatement, recordMigration } from './record.ts';
import { type MigrationState, statesOf } from './state.ts';
import { unreadable } from './unreadable.ts';

/** What a migration would ask of a database, as that is now. */
export interface Planned {
  readonly name: string;
  readonly phase: Phase;
  /** Whether it is one transaction. */
  readonly transaction: boolean;
  /** Without those that are done already, where it was cut off. */
  readonly statements: readonly RecordedStatement[];
}

export interface DryRun extends Choice {
  readonly files: readonly MigrationFile[];
  readonly url: string;
}

/**
 * What `up` or `down` would do. It reads the log, and touches nothing.
 * @throws AuroraError what `up` and `down` throw before they begin, `migration_unreadable`
 */
export async function dryRun(run: DryRun, direction: 'up' | 'down'): Promise<Planned[]> {
  const { service, files, url } = run;
  const states = statesOf(files, await withClient(url, readLog));
  const chosen = direction === 'up' ? await dueOf(run, files, states) : revertedOf(run, states);
  const planned: Planned[] = [];
  for (const state of chosen) {
    const file = files.find(({ name }) => name === state.name) as MigrationFile;
    planned.push(
      await plan(file, state, direction, url).catch((cause) => {
        throw unreadable(service, state.name, cause);
      }),
    );
  }
  return planned;
}

async function plan(
  file: MigrationFile,
  state: MigrationState,
  direction: 'up' | 'down',
  url: string,
): Promise<Planned> {
  const dialect = isPostgres(url) ? 'postgres' : 'mysql';
  const { phase, transaction, statements } = await recordMigration(file, direction, dialect);
  const { interrupted } = state;
  const left = interrupted?.direction === direction ? after(interrupted.done, statements) : statements;
  // A way down that was cut off is finished before it goes up again.
  const before =
    direction === 'up' && interrupted?.direction === 'down'
      ? after(interrupted.done, (await recordMigration(file, 'down', dialect)).statements)
      : [];
  const isOne = dialect === 'postgres' && transaction && !interrupted;
  return { name: state.name, phase, transaction: isOne, statements: [...before, ...left] };
}

function after(done: number, statements: readonly RecordedStatement[]): RecordedStatement[] {
  let counted = 0;
  return statements.filter(({ sql }) => !isStep(sql) || ++counted > done);
}
