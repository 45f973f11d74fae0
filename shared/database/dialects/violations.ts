import { Problem } from '../../errors/index.ts';

/** What an engine says against a write, as a client hears it from any engine: values stay out of the answer. */

/** @param columns of the key that is taken @param key what else is known of it */
export function uniqueViolation(cause: unknown, columns: readonly string[], key: string | undefined): Problem {
  return new Problem('unique_violation', {
    detail: `Another resource has the same ${columns.join(', ') || key || 'value'}.`,
    errors: columns.map((column) => ({ path: pathOf(column), code: 'unique', message: 'is taken already' })),
    cause,
  });
}

/** A foreign key leads nowhere. */
export function missingReference(cause: unknown, columns: readonly string[]): Problem {
  return new Problem('reference_not_found', {
    errors: columns.map((column) => ({
      path: pathOf(column),
      code: 'reference_not_found',
      message: 'refers to nothing that exists',
    })),
    cause,
  });
}

/** A foreign key leads here. */
export function stillReferenced(cause: unknown): Problem {
  return new Problem('reference_restricted', { detail: 'It is still referenced.', cause });
}

/** A value that its column does not hold: too long, too large, none of the enum, null. */
export function unfitValue(cause: unknown, column: string | undefined): Problem {
  return new Problem('validation_failed', {
    detail: 'The database does not take a value.',
    errors: [
      { path: column === undefined ? '' : pathOf(column), code: 'unfit', message: 'is no value for this column' },
    ],
    cause,
  });
}

function pathOf(column: string): string {
  return `/${column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
}
