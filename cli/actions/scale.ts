import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireRunning, requireServices } from './running.ts';

const MOST = 100;

/** Lets so many instances of services run: `subject-service=3`. @throws AuroraError `bad_scale`, `scale_unsupported`, `not_running` */
export async function scale(
  fleet: Fleet,
  runtime: Runtime,
  wishes: readonly string[],
  narrator: Narrator,
): Promise<ReadonlyMap<string, number>> {
  const counts = countsIn(wishes);
  requireServices(fleet, [...counts.keys()]);
  if (!runtime.scale) throw unsupported(runtime.name);
  await requireRunning(fleet, runtime);
  await runtime.scale(fleet, counts, narrator);
  return counts;
}

export function countsIn(wishes: readonly string[]): ReadonlyMap<string, number> {
  if (wishes.length === 0) throw badScale('Nothing says which service is to have how many instances.');
  return new Map(
    wishes.map((wish) => {
      const [, service, digits] = /^([^=]+)=(\d{1,3})$/.exec(wish) ?? [];
      const count = Number(digits);
      if (service === undefined || count > MOST)
        throw badScale(`${wish} is no service and a count of at most ${MOST}.`);
      return [service, count];
    }),
  );
}

function badScale(what: string): AuroraError {
  return new AuroraError('bad_scale', what, { exit: 'usage', next: 'aurora scale SERVICE=3' });
}

function unsupported(runtime: string): AuroraError {
  return new AuroraError('scale_unsupported', `The ${runtime} runtime has one instance of each service.`, {
    exit: 'usage',
    next: 'aurora up -d --runtime swarm, on a swarm; a gateway takes more cores by `workers` in the config',
  });
}
