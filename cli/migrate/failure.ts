import type { MigrationError } from 'umzug';
import { AuroraError } from '../errors.ts';
import { LockedOut } from './ledgers/patience.ts';
import type { Phase } from './module.ts';

/** What a driver's error tells beside its message, where Sequelize or `pg` has it. */
interface Told {
  readonly message?: string;
  readonly sql?: string;
  readonly original?: { readonly detail?: string; readonly hint?: string };
}

/**
 * Why a migration failed, for whoever wrote it, or runs it.
 * @param phase the only one that was asked for
 * @param remainder what is left of it in the database
 */
export function migrationFailed(
  service: string,
  phase: Phase | undefined,
  error: MigrationError,
  remainder: string,
): AuroraError {
  const { name, direction } = error.migration;
  const again = `aurora migrate ${direction} ${service}${phase === undefined ? '' : ` --phase ${phase}`}`;
  const lockedOut = error.cause instanceof LockedOut ? error.cause : undefined;
  const file = `migrations/${service}/${name}.ts`;
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
      : `${isOwnWord(error.cause) ? 'do what it says, or correct' : 'correct'} ${file}, then: ${again}`,
    cause: error,
  });
}

/** What a migration threw itself, which asks for something as a rule: rows to fill in. No driver's error is called so, and no mistake in its code. */
function isOwnWord(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'Error';
}

function whoHoldsIt({ message, holders }: LockedOut): string[] {
  return [
    message,
    ...(holders.length === 0
      ? ['Who has it, this login may not see.']
      : holders.map((holder) => `It is held by ${holder}.`)),
  ];
}
