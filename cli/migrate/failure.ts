import type { MigrationError } from 'umzug';
import { AuroraError } from '../errors.ts';

/** What a driver's error tells beside its message, where Sequelize or `pg` has it. */
interface Told {
  readonly message?: string;
  readonly sql?: string;
  readonly original?: { readonly detail?: string; readonly hint?: string };
}

/**
 * Why a migration failed, for whoever wrote it.
 * @param remainder what is left of it in the database
 */
export function migrationFailed(service: string, error: MigrationError, remainder: string): AuroraError {
  const { name, direction } = error.migration;
  const cause = error.cause as Told;
  const { detail, hint } = cause.original ?? {};
  return new AuroraError('migration_failed', `Migration ${service}/${name} failed on its way ${direction}.`, {
    exit: 'failed',
    details: [
      cause.message ?? String(cause),
      ...(detail ? [detail] : []),
      ...(hint ? [`hint: ${hint}`] : []),
      ...(cause.sql ? cause.sql.trim().split('\n') : []),
      remainder,
    ],
    next: `correct migrations/${service}/${name}.ts, then: aurora migrate ${direction} ${service}`,
    cause: error,
  });
}
