import type { MigrationError } from 'umzug';
import { AuroraError } from '../errors.ts';
import { LockedOut } from './ledgers/patience.ts';

/** What a driver's error tells beside its message, where Sequelize or `pg` has it. */
interface Told {
  readonly message?: string;
  readonly sql?: string;
  readonly original?: { readonly detail?: string; readonly hint?: string };
}

/**
 * Why a migration failed, for whoever wrote it, or runs it.
 * @param remainder what is left of it in the database
 */
export function migrationFailed(service: string, error: MigrationError, remainder: string): AuroraError {
  const { name, direction } = error.migration;
  const again = `aurora migrate ${direction} ${service}`;
  const lockedOut = error.cause instanceof LockedOut ? error.cause : undefined;
  const { message, sql, original } = (lockedOut?.cause ?? error.cause) as Told;
  return new AuroraError('migration_failed', `Migration ${service}/${name} failed on its way ${direction}.`, {
    exit: 'failed',
    details: [
      ...(lockedOut ? whoHoldsIt(lockedOut) : []),
      message ?? String(error.cause),
      ...(original?.detail ? [original.detail] : []),
      ...(original?.hint ? [`hint: ${original.hint}`] : []),
      ...(sql ? sql.trim().split('\n') : []),
      remainder,
    ],
    next: lockedOut
      ? `end those transactions, or wait until they are at their end, then: ${again}; --lock-timeout 30s waits for longer, and others behind it`
      : `correct migrations/${service}/${name}.ts, then: ${again}`,
    cause: error,
  });
}

function whoHoldsIt({ message, holders }: LockedOut): string[] {
  return [
    message,
    ...(holders.length === 0
      ? ['Who has it, this login may not see.']
      : holders.map((holder) => `It is held by ${holder}.`)),
  ];
}
