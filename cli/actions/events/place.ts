import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { requireConsumer, UNROUTED } from '../../events/consumers.ts';
import { type DeadLetters, type Place, withLetters } from '../../events/dead-letters.ts';
import type { CloudEvent, ParkedChoice, ParkedEvent } from '../../events/fleet-code.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { requireDatabase } from '../running.ts';

/** Which of the events that were given up on. */
export interface Wish {
  /** Event ids; empty: all. */
  readonly ids: readonly string[];
  /** Only what was given up on within these milliseconds. */
  readonly sinceMs: number | undefined;
  /** The oldest of them. */
  readonly limit: number;
}

export function choiceOf({ ids, sinceMs, limit }: Wish): ParkedChoice {
  return {
    ...(ids.length > 0 && { ids }),
    ...(sinceMs !== undefined && { since: new Date(Date.now() - sinceMs) }),
    limit,
  };
}

/** Lends what is in a place. @throws AuroraError `no_such_consumer`, `no_such_service`, `no_database` */
export async function withPlace<T>(
  fleet: Fleet,
  runtime: Runtime,
  place: Place,
  work: (letters: DeadLetters) => Promise<T>,
): Promise<T> {
  if ('outbox' in place) {
    requireDatabase(fleet, place.outbox);
    return withLetters(fleet, runtime, place, work);
  }
  const consumer = place.consumer === UNROUTED ? undefined : requireConsumer(fleet, place.consumer);
  return withLetters(fleet, runtime, { consumer }, work);
}

/** What is chosen. @throws AuroraError `no_such_event` where an id that was asked for is not among it */
export async function chosen(letters: DeadLetters, wish: Wish): Promise<ParkedEvent[]> {
  const found = await letters.list(choiceOf(wish));
  const ids = new Set(found.map(({ event }) => event.id));
  const missing = wish.ids.filter((id) => !ids.has(id));
  // A limit may have left them out.
  if (missing.length > 0 && found.length < wish.limit) throw noSuchEvent(missing, flagOf(letters.place));
  return found;
}

export function noSuchEvent(ids: readonly string[], flag = ''): AuroraError {
  return new AuroraError('no_such_event', `Not parked${flag && ' there'}: ${ids.join(', ')}`, {
    exit: 'usage',
    details: ['It may have been replayed or purged, or taken effect in the first place.'],
    next: `aurora events parked${flag}`,
  });
}

export function flagOf(place: Place): string {
  return 'consumer' in place ? ` --consumer ${place.consumer}` : ` --outbox ${place.outbox}`;
}

export function idsOf(events: readonly (ParkedEvent | CloudEvent)[]): string[] {
  return events.map((each) => ('event' in each ? each.event.id : each.id));
}
