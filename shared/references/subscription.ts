import type { Database } from '../database/index.ts';
import { type CloudEvent, type Subscription, type Upcaster, withUpcasters } from '../events/index.ts';
import { inboxSubscription } from '../inbox/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Reference, Told } from './contract.ts';
import { Copies, type Copy } from './copies.ts';
import { letGo } from './let-go.ts';
import { copyOf } from './owner.ts';
import type { ReferringEntity } from './referring.ts';

export interface ReferenceSubscriptionOptions {
  /** The service that refers. */
  readonly service: string;
  readonly database: Database;
  readonly log: Logger;
  readonly entities: readonly ReferringEntity[];
  /** What brings events of earlier versions to the newest. */
  readonly upcasters?: readonly Upcaster[];
}

/** Follows what the owners tell: keeps the copies as they are there, and lets go of what has been deleted. */
export function referenceSubscription(options: ReferenceSubscriptionOptions): Subscription {
  const { service, database, log, entities, upcasters = [] } = options;
  const copies = new Copies(database);
  const references = entities.flatMap((entity) => entity.references);
  const byType = new Map<string, Reference>(
    references.flatMap((reference) => [...reference.changes, reference.deletion].map((type) => [type, reference])),
  );
  const copyIn = (event: CloudEvent): Copy => {
    const reference = byType.get(event.type) as Reference;
    const version = Number(event.sequence);
    if (event.type === reference.deletion) return { target: reference.target, id: event.subject, version, data: null };
    return copyOf(reference, { ...(event.data as Told), id: event.subject, version });
  };

  const subscription = inboxSubscription({
    consumer: `${service}.references`,
    types: [...byType.keys()],
    database,
    log,
    async before(event, signal) {
      const { target, deletion } = byType.get(event.type) as Reference;
      if (event.type !== deletion) return;
      // First of all: whoever wants to refer to it from now on is refused.
      await copies.store([copyIn(event)]);
      for (const entity of entities) {
        for (const reference of entity.references) {
          // Its time is up: the next attempt goes on.
          signal.throwIfAborted();
          if (reference.target === target) await letGo(database, entity, reference, event.subject);
        }
      }
    },
    handle: (event, transaction) => copies.store([copyIn(event)], transaction),
  });
  return withUpcasters(subscription, upcasters);
}
