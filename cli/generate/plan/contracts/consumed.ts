import { eventName } from '../../../config/events.ts';
import type { DomainService, Fleet, SubscribedEvent, Subscriber } from '../../../config/model.ts';
import { isRemote } from '../../../config/plain-field.ts';
import { ownedBy } from '../view/owner.ts';
import type { Contracts, EventContracts } from './contracts.ts';

/** Who listens, and to what. */
export interface Consumed {
  /** Its queue: `crm-service.subscribers.notify-owner`. */
  readonly consumer: string;
  /** Each once. */
  readonly events: readonly EventContracts[];
}

/** The subscribers of a service, and its copies of what it refers to. */
export function consumedBy(service: DomainService, fleet: Fleet, contracts: Contracts): readonly Consumed[] {
  const contractsFor = (events: readonly SubscribedEvent[]) => [
    ...new Set(events.map((event) => contractsOfEvent(event, fleet, contracts))),
  ];
  const references = service.entities.flatMap(({ fields }) => fields.filter(isRemote));
  const followed = references.flatMap((field) =>
    [...ownedBy(fleet, field).verbs, 'deleted'].map((event) => ({ ...field, event })),
  );
  const subscribers = (service.subscribers ?? []).map((subscriber) => ({
    consumer: consumerOf(service.name, subscriber),
    events: contractsFor(subscriber.to),
  }));
  const copies = { consumer: `${service.name}.references`, events: contractsFor(followed) };
  return followed.length > 0 ? [copies, ...subscribers] : subscribers;
}

/** The queue of a subscriber, and its identity in the inbox. */
export function consumerOf(service: string, { file }: Pick<Subscriber, 'file'>): string {
  return `${service}.subscribers.${file}`;
}

export function contractsOfEvent(
  { service, entity, event }: SubscribedEvent,
  fleet: Fleet,
  contracts: Contracts,
): EventContracts {
  const { singular } = ownedBy(fleet, { service, entity });
  return contracts.of(service, eventName(singular, event));
}
