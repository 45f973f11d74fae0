import type { Problem } from '../../../api.ts';
import type { Known } from '../known.ts';

/** Where code and database do not belong together. */
export function problemsOfSchema({ looks }: Known): Problem[] {
  return [...looks]
    .filter(([, { seen }]) => seen?.gauges.migrationMissing)
    .map(([service]) => {
      const text = `The database of ${service} lacks a migration that its code counts on`;
      return { severity: 'critical', about: service, text, next: 'aurora migrate up' };
    });
}
