import type { Fleet, Service } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { type Figures, type Role, WORK_KEYS, type Work } from './figures/contract.ts';
import type { Share } from './mix.ts';

type Sum = { -readonly [K in keyof Work]: number };

/** What all arrivals of a second ask of each service. @throws AuroraError `unmeasured_action` */
export function demandOf(
  fleet: Fleet,
  mix: readonly Share[],
  rps: number,
  figures: Figures,
): ReadonlyMap<string, Work> {
  const demands = new Map<string, Sum>(fleet.services.map(({ name }) => [name, nothing()]));
  for (const { verb, service, share } of mix) {
    const roles = figures.actions[verb];
    if (!roles) throw unmeasured(verb, figures);
    for (const role of Object.keys(roles) as Role[]) {
      const players = playersOf(fleet, role, service);
      for (const { name } of players) {
        const sum = demands.get(name) as Sum;
        for (const key of WORK_KEYS) sum[key] += (roles[role][key] * rps * share) / players.length;
      }
    }
  }
  return demands;
}

/** Neighbours share their work evenly: which of them an arrival concerns is not known. */
function playersOf({ services }: Fleet, role: Role, owner: string): readonly Service[] {
  if (role === 'gateway') return services.filter(({ kind }) => kind === 'gateway');
  if (role === 'owner') return services.filter(({ name }) => name === owner);
  const asked = services.find(({ name }) => name === owner)?.dependsOn ?? [];
  return services.filter(
    ({ name, kind, dependsOn }) =>
      (kind === 'domain' || kind === 'file') && name !== owner && (asked.includes(name) || dependsOn.includes(owner)),
  );
}

function nothing(): Sum {
  return { requests: 0, cpuMs: 0, databaseMs: 0, published: 0, handled: 0 };
}

function unmeasured(verb: string, { fleet, actions }: Figures): AuroraError {
  return new AuroraError('unmeasured_action', `The figures of ${fleet} have none for ${verb}.`, {
    exit: 'usage',
    details: [`They have some for ${Object.keys(actions).join(', ')}.`],
    next: 'aurora plan --measure, with a scenario that has such an action',
  });
}
