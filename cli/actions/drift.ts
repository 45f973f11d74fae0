import { loadFleet } from '../config/load.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { isStale } from '../generate/stale.ts';
import type { Narrator } from '../narrator.ts';

/** Tells when the config asks for other code than there is; in CI nobody would read that, so it stops there. */
export async function tellDrift(fleet: Fleet, env: NodeJS.ProcessEnv, narrator: Narrator): Promise<void> {
  // The code is the same in every environment: it is generated from this one.
  const file = fleet.file;
  const generated =
    fleet.environment === DEFAULT_ENVIRONMENT ? fleet : await loadFleet({ file, environment: DEFAULT_ENVIRONMENT });
  if (!(await isStale(generated))) return;
  const message = 'The config has changed since the code was generated.';
  if (env.CI)
    throw new AuroraError('drift', message, { exit: 'failed', next: 'aurora generate, and commit what it writes' });
  narrator.warn(`${message} \`aurora generate\` brings the code up to date.`);
}
