import type { Fleet } from '../../config/model.ts';
import { withEventBroker } from '../../events/connect.ts';
import { consumersOf } from '../../events/consumers.ts';
import { type DeadLetter, lettersOf, type Place } from '../../events/dead-letters.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { choiceOf, chosen, noSuchEvent, type Wish, withPlace } from './place.ts';

/** What was given up on in one place; without one, what all consumers of the fleet have parked. Oldest first. */
export async function parkedEvents(
  fleet: Fleet,
  runtime: Runtime,
  place: Place | undefined,
  wish: Wish,
): Promise<DeadLetter[]> {
  if (place) {
    return withPlace(fleet, runtime, place, async (letters) =>
      (await chosen(letters, wish)).map((parked) => ({ ...place, ...parked })),
    );
  }
  const found = await withEventBroker(fleet, runtime, async (broker) => {
    const of = consumersOf(fleet).map((consumer) => lettersOf(fleet, runtime, broker, consumer));
    const each = of.map(async ({ list, place }) =>
      (await list(choiceOf(wish))).map((parked) => ({ ...place, ...parked })),
    );
    const all = (await Promise.all(each)).flat();
    return all.toSorted((a, b) => (a.parkedAt < b.parkedAt ? -1 : 1)).slice(0, wish.limit);
  });
  const missing = wish.ids.filter((id) => !found.some(({ event }) => event.id === id));
  if (missing.length > 0 && found.length < wish.limit) throw noSuchEvent(missing);
  return found;
}
