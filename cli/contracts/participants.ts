import type { Fleet } from '../config/model.ts';
import { nearest } from '../config/nearest.ts';
import { AuroraError } from '../errors.ts';
import type { Pair } from './pact.ts';

/** The services, and whoever else has a pact with one of them: the typed client. */
export function participantsOf({ services }: Fleet, pacts: readonly Pair[]): readonly string[] {
  const named = pacts.flatMap(({ consumer, provider }) => [consumer, provider]);
  return [...new Set([...services.map(({ name }) => name), ...named.toSorted()])];
}

/** Those that were named; without names all. @throws AuroraError `no_such_participant` */
export function chosenParticipants(fleet: Fleet, pacts: readonly Pair[], names: readonly string[]): readonly string[] {
  const all = participantsOf(fleet, pacts);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length === 0) return names.length > 0 ? [...new Set(names)] : all;
  const meant = unknown.flatMap((name) => nearest(name, all) ?? []);
  throw new AuroraError('no_such_participant', `Nobody here is called ${unknown.join(', ')}.`, {
    exit: 'usage',
    details: [
      ...(meant.length > 0 ? [`did you mean: ${meant.join(', ')}`] : []),
      `Services of ${fleet.name}, and others with a pact: ${all.join(', ')}`,
    ],
    next: 'aurora contracts verify',
  });
}
