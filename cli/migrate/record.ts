import { batchStatement } from './backfill/statements.ts';
import type { Dialect } from './dialect.ts';
import type { MigrationFile } from './files.ts';
import { loadMigration, type Phase } from './module.ts';
import { refuseOwnTransactions } from './own-transactions.ts';
import { isRead } from './reads.ts';
import { unconnected } from './unconnected.ts';

export interface RecordedStatement {
  /** With its values in it. */
  readonly sql: string;
  /** It is run in batches, each of which takes some of these rows. */
  readonly backfill?: true;
}

/** What a migration asks of a database, in order. */
export interface Recorded {
  readonly phase: Phase;
  /** Whether it is one transaction on PostgreSQL. */
  readonly transaction: boolean;
  /** What lint finds and is wanted all the same: rule → reason. */
  readonly allow: Readonly<Record<string, string>>;
  readonly statements: readonly RecordedStatement[];
}

/**
 * Runs a migration against no database. What it reads is empty; what it decides by that, it decides as for empty tables.
 * @throws Error what the migration throws, or what is wrong with its file
 */
export async function recordMigration(
  file: Pick<MigrationFile, 'path'>,
  direction: 'up' | 'down',
  dialect: Dialect,
): Promise<Recorded> {
  const { phase, transaction, allow, way } = await loadMigration(file);
  const statements: RecordedStatement[] = [];
  const sequelize = unconnected(dialect, (sql) => {
    if (!isRead(sql)) statements.push({ sql });
  });
  refuseOwnTransactions(sequelize);
  await way(direction)({
    sequelize,
    queryInterface: sequelize.getQueryInterface(),
    backfill: async (work) => void statements.push({ sql: batchStatement(work, dialect), backfill: true }),
  });
  return { phase, transaction, allow, statements };
}
