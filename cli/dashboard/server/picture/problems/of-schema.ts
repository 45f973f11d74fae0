import type { Problem } from '../../../api.ts';
import type { ConfigNow } from '../../sources.ts';
import type { Known } from '../known.ts';

/** Where config, code and database do not belong together. */
export function problemsOfSchema({ looks, config }: Known): Problem[] {
  const missing = [...looks].filter(([, { seen }]) => seen?.gauges.migrationMissing);
  return [
    ...missing.map(([service]): Problem => {
      const text = `The database of ${service} lacks a migration that its code counts on`;
      return { severity: 'critical', about: service, text, next: 'aurora migrate up' };
    }),
    ...problemsOfConfig(config),
  ];
}

function problemsOfConfig({ fleet, mistake, drift }: ConfigNow): Problem[] {
  const about = fleet.name;
  if (mistake !== undefined) return [{ severity: 'warning', about, text: mistake, next: 'aurora config validate' }];
  const text = 'The config has changed since the code was generated';
  return drift ? [{ severity: 'warning', about, text, next: 'aurora generate --diff' }] : [];
}
