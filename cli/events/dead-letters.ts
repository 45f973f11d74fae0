import type { Fleet } from '../config/model.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { withDatabase, withEventBroker } from './connect.ts';
import { type FleetConsumer, UNROUTED } from './consumers.ts';
import {
  type CloudEvent,
  codeOf,
  type Database,
  type EventBroker,
  type ParkedChoice,
  type ParkedEvent,
} from './fleet-code.ts';

/** Where events are that were given up on: parked by a consumer, or in the outbox of a service that could not send them. */
export type Place = { readonly consumer: string } | { readonly outbox: string };

/** An event that was given up on, and where it is. */
export type DeadLetter = Place & ParkedEvent;

/** The events of one place. */
export interface DeadLetters {
  readonly place: Place;
  list(choice: ParkedChoice): Promise<ParkedEvent[]>;
  /** Under their own ids; returns how many. `perSecond`: at most so many. */
  replay(choice: ParkedChoice & { readonly perSecond?: number }): Promise<number>;
  /** For good; returns how many. */
  purge(choice: ParkedChoice): Promise<number>;
  /** Those that may have taken effect before, so long ago that nothing would keep them from doing so again. */
  forgotten(events: readonly CloudEvent[]): Promise<CloudEvent[]>;
}

export function nameOf(place: Place): string {
  return 'consumer' in place ? place.consumer : `outbox of ${place.outbox}`;
}

/** What a consumer could not handle, or, without one, what nobody had subscribed to. */
export function lettersOf(
  fleet: Fleet,
  runtime: Runtime,
  broker: EventBroker,
  consumer: FleetConsumer | undefined,
): DeadLetters {
  const name = consumer?.name ?? UNROUTED;
  return {
    place: { consumer: name },
    async list(choice) {
      const parked = await broker.parked(name, choice);
      return consumer ? parked : parked.map((each) => ({ ...each, reason: 'nobody listens to it' }));
    },
    replay: (choice) => broker.replay(name, choice),
    purge: (choice) => broker.purge(name, choice),
    async forgotten(events) {
      // What reached nobody has not taken effect.
      if (!consumer) return [];
      const { mayBeForgotten, hasHandled } = await codeOf(fleet, 'inbox');
      const old = events.filter((event) => mayBeForgotten(event));
      if (old.length === 0) return [];
      return runtime.withDatabases(fleet, (databases) =>
        withDatabase(fleet, databases, consumer.service, async (database) => {
          const remembered = await Promise.all(old.map((event) => hasHandled(database, name, event)));
          return old.filter((_, index) => !remembered[index]);
        }),
      );
    },
  };
}

/** What the broker refused to take from a service. */
export async function buriedOf(fleet: Fleet, service: string, database: Database): Promise<DeadLetters> {
  const { buried, revive, purgeBuried } = await codeOf(fleet, 'outbox');
  return {
    place: { outbox: service },
    list: (choice) => buried(database, choice),
    replay: (choice) => revive(database, choice),
    purge: (choice) => purgeBuried(database, choice),
    // It has not left its service.
    forgotten: async () => [],
  };
}

/** Lends the events of one place. */
export function withLetters<T>(
  fleet: Fleet,
  runtime: Runtime,
  place: { readonly consumer: FleetConsumer | undefined } | { readonly outbox: string },
  work: (letters: DeadLetters) => Promise<T>,
): Promise<T> {
  if ('outbox' in place) {
    return runtime.withDatabases(fleet, (databases) =>
      withDatabase(fleet, databases, place.outbox, async (database) =>
        work(await buriedOf(fleet, place.outbox, database)),
      ),
    );
  }
  return withEventBroker(fleet, runtime, (broker) => work(lettersOf(fleet, runtime, broker, place.consumer)));
}
