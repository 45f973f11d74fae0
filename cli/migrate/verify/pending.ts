import type { Difference } from '../../schema/compare/contract.ts';
import type { Dialect } from '../dialect.ts';
import type { MigrationFile } from '../files.ts';
import type { Phase } from '../module.ts';
import { recordMigration } from '../record.ts';
import type { MigrationState } from '../state.ts';

/** A migration that the database has not had, or not to its end. */
export interface PendingMigration {
  readonly name: string;
  readonly phase: Phase;
  readonly statements: readonly string[];
}

export function readPending(
  files: readonly MigrationFile[],
  states: readonly MigrationState[],
  dialect: Dialect,
): Promise<PendingMigration[]> {
  const pending = new Set(
    states.filter(({ state }) => state === 'pending' || state === 'interrupted').map(({ name }) => name),
  );
  return Promise.all(
    files
      .filter(({ name }) => pending.has(name))
      .map(async (file) => {
        const { phase, statements } = await recordMigration(file, 'up', dialect);
        return { name: file.name, phase, statements: statements.map(({ sql }) => sql) };
      }),
  );
}

/** The one that has something to do with it: a statement of its names what differs. */
export function pendingFor(
  { table, kind, name }: Difference,
  pending: readonly PendingMigration[],
): PendingMigration | undefined {
  // Engines drop these by their own name alone.
  const isAlone = kind === 'trigger' || kind === 'index' || kind === 'enum type';
  const names = [isAlone ? null : table, name].filter((each) => each !== null);
  if (names.length === 0) return undefined;
  return pending.find(({ statements }) =>
    statements.some((sql) => {
      const words = new Set(sql.split(/[^\w$]+/));
      return names.every((each) => words.has(each));
    }),
  );
}
