import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../config/load.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import type { ConfigNow } from '../dashboard/server/sources.ts';
import { AuroraError } from '../errors.ts';
import { MODEL } from '../generate/record/paths.ts';
import { isStale } from '../generate/stale.ts';

/** The config of a fleet as it is whenever somebody asks; looked at again only when it has changed, or what was generated from it. */
export function configFollower(fleet: Fleet): () => Promise<ConfigNow> {
  const changes = () => [fleet.file, join(fleet.root, MODEL)].map(changeOf).join();
  let now: ConfigNow | undefined;
  let seen = '';
  return async () => {
    const found = changes();
    if (!now || found !== seen) now = await look(now?.fleet ?? fleet);
    seen = found;
    return now;
  };
}

/** With mistakes in it, it is as it was before. */
async function look(before: Fleet): Promise<ConfigNow> {
  const { file, environment } = before;
  try {
    const fleet = await loadFleet({ file, environment });
    // The code is the same in every environment: it is generated from that of development.
    const generated =
      environment === DEFAULT_ENVIRONMENT ? fleet : await loadFleet({ file, environment: DEFAULT_ENVIRONMENT });
    return { fleet, drift: await isStale(generated), mistake: undefined };
  } catch (error) {
    if (!(error instanceof AuroraError)) throw error;
    return { fleet: before, drift: false, mistake: error.message };
  }
}

function changeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
