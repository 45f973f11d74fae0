import { askOn, isWatched } from '../../ask.ts';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { nameOf, type Place } from '../../events/dead-letters.ts';
import type { ParkedEvent } from '../../events/fleet-code.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { chosen, flagOf, idsOf, type Wish, withPlace } from './place.ts';

export interface Purged {
  /** Those that went, or would go. */
  readonly events: readonly ParkedEvent[];
  /** How many have gone. */
  readonly purged: number;
}

/** Forgets events for good, if whoever is asked agrees to those. */
export function purgeEvents(
  fleet: Fleet,
  runtime: Runtime,
  place: Place,
  wish: Wish,
  agree: (events: readonly ParkedEvent[]) => Promise<boolean>,
): Promise<Purged> {
  return withPlace(fleet, runtime, place, async (letters) => {
    const events = await chosen(letters, wish);
    const agreed = events.length > 0 && (await agree(events));
    const purged = agreed ? await letters.purge({ ids: idsOf(events), limit: events.length }) : 0;
    return { events, purged };
  });
}

/** How somebody agrees to it. @throws AuroraError `not_agreed` where there is nobody to ask */
export function agreement(
  place: Place,
  { yes, json }: { readonly yes: boolean; readonly json: boolean },
): (events: readonly ParkedEvent[]) => Promise<boolean> {
  if (yes) return async () => true;
  if (isWatched({ json })) {
    return ({ length }) => askOn().confirm(`Forget ${length} events of ${nameOf(place)} for good?`, false);
  }
  throw new AuroraError('not_agreed', 'To purge is for good, and there is nobody to ask.', {
    exit: 'usage',
    next: `aurora events purge${flagOf(place)} --yes; or with --dry-run, to see what would go`,
  });
}
