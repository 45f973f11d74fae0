import type { Check } from '../contract.ts';
import type { Ground } from '../run.ts';
import { journeyFiles } from './files.ts';
import { healingOf } from './heal.ts';
import { Journal } from './journal.ts';
import { loadJourney } from './module.ts';
import { runJourney } from './run.ts';

/** The fleet's own journeys, and what is to be undone of runs that were killed. A module that is no journey is a check that fails. */
export async function journeyChecks({ fleet }: Ground): Promise<Check[]> {
  const files = await journeyFiles(fleet.root);
  const healing = healingOf(fleet.root, fleet.environment);
  const checks = files.map(async (file): Promise<Check> => {
    try {
      const journey = await loadJourney(fleet.root, file);
      return {
        area: 'journeys',
        claim: journey.name,
        file,
        ...(journey.writes && { writes: true }),
        async run(target) {
          await healing.begin(target);
          await runJourney(journey, target, new Journal(fleet.root, fleet.environment));
        },
      };
    } catch (error) {
      return { area: 'journeys', claim: `${file} is a journey`, file, run: () => Promise.reject(error) };
    }
  });
  return [...healing.checks, ...(await Promise.all(checks))];
}
