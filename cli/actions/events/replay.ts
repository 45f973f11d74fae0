import type { Fleet } from '../../config/model.ts';
import { AT_ONCE } from '../../events/at-once.ts';
import type { Place } from '../../events/dead-letters.ts';
import type { CloudEvent, ParkedEvent } from '../../events/fleet-code.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { chosen, idsOf, type Wish, withPlace } from './place.ts';

export interface ReplayWish extends Wish {
  /** Also what the inbox has forgotten. */
  readonly forgotten: boolean;
  readonly dryRun: boolean;
  readonly perSecond: number | undefined;
}

export interface Replayed {
  /** Those that went, or would go. */
  readonly events: readonly ParkedEvent[];
  /** How many have gone. */
  readonly replayed: number;
  /** Left where they are: too old for the inbox to know whether they have taken effect. */
  readonly forgotten: readonly CloudEvent[];
}

/** Gives events to their consumer again, or has the relay of their service send them again. */
export function replayEvents(fleet: Fleet, runtime: Runtime, place: Place, wish: ReplayWish): Promise<Replayed> {
  return withPlace(fleet, runtime, place, async (letters) => {
    const found = await chosen(letters, { ...wish, limit: Math.max(wish.limit, AT_ONCE) });
    const forgotten = wish.forgotten ? [] : await letters.forgotten(found.map(({ event }) => event));
    const left = new Set(idsOf(forgotten));
    const events = found.filter(({ event }) => !left.has(event.id)).slice(0, wish.limit);
    const choice = {
      ids: idsOf(events),
      limit: events.length,
      ...(wish.perSecond !== undefined && { perSecond: wish.perSecond }),
    };
    const replayed = wish.dryRun || events.length === 0 ? 0 : await letters.replay(choice);
    return { events, replayed, forgotten };
  });
}
