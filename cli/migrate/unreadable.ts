import { AuroraError } from '../errors.ts';

/** A file that is no migration, or does not go through even where nobody answers. */
export function unreadable(service: string, name: string, cause: unknown): AuroraError {
  return new AuroraError('migration_unreadable', `Migration ${service}/${name} cannot be read.`, {
    exit: 'failed',
    details: [(cause as Error).message],
    next: `correct migrations/${service}/${name}.ts`,
    cause,
  });
}
