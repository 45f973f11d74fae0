import { AuroraError } from '../../errors.ts';
import type { Difference } from '../../schema/compare/contract.ts';
import type { Dialect } from '../dialect.ts';
import type { MigrationFile } from '../files.ts';
import type { Phase } from '../module.ts';
import type { MigrationState } from '../state.ts';

/** A migration that the database has not had, or not to its end. */
export interface PendingMigration {
  readonly name: string;
  readonly phase: Phase;
  readonly statements: readonly string[];
}

/** @throws AuroraError `migration_unreadable` */
export async function readPending(
  service: string,
  files: readonly MigrationFile[],
  states: readonly MigrationState[],
  dialect: Dialect,
): Promise<PendingMigration[]> {
  const waiting = states.filter(({ state }) => state === 'pending' || state === 'interrupted').map(({ name }) => name);
  if (waiting.length === 0) return [];
  const { recordMigration } = await import('../record.ts');
  return Promise.all(
    files
      .filter(({ name }) => waiting.includes(name))
      .map(async (file) => {
        const { phase, statements } = await recordMigration(file, 'up', dialect).catch((cause) => {
          throw unreadable(`migrations/${service}/${file.name}.ts`, cause);
        });
        return { name: file.name, phase, statements: statements.map(({ sql }) => sql) };
      }),
  );
}

function unreadable(file: string, cause: Error): AuroraError {
  return new AuroraError('migration_unreadable', `What ${file} would do cannot be told.`, {
    exit: 'failed',
    details: [cause.message],
    next: `correct ${file}`,
    cause,
  });
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
