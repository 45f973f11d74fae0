import type { Database, Transaction } from '../database/index.ts';
import { type CloudEvent, type Subscription, type Upcaster, withUpcasters } from '../events/index.ts';
import { inboxSubscription } from '../inbox/index.ts';
import type { Logger } from '../logging/index.ts';
import type { OperatedEntities } from './contract.ts';
import { Writers } from './writers.ts';

/** An event whose type says what it carries. */
export interface TypedEvent<Type extends string, Data> extends CloudEvent<Data> {
  readonly type: Type;
}

/** What a subscriber of the config's own works with. */
export interface SubscriberContext<Repositories, Event> {
  readonly event: Event;
  /** The transaction of the inbox: what is written through it is there once, however often the event comes. */
  readonly executor: Transaction;
  readonly repositories: Repositories;
  /** Aborted when the time for this attempt is up. */
  readonly signal: AbortSignal;
}

/** A subscriber of the config's own. */
export interface OwnSubscriber extends Pick<Subscription, 'concurrency' | 'timeoutMs' | 'retry'> {
  /** Unique in the fleet and stable, e.g. `crm-service.subscribers.notify-owner`. */
  readonly consumer: string;
  /** Whole event types. */
  readonly types: readonly string[];
  /** What brings earlier versions of them to those. */
  readonly upcasters?: readonly Upcaster[];
  /** `never`: what it works with is known to its own service. */
  readonly handle: (context: never) => Promise<void>;
}

/** Lets each event take effect once: what the handler writes and tells is in the transaction that remembers the event. */
export function ownSubscription(
  { database, log }: { readonly database: Database; readonly log: Logger },
  entities: OperatedEntities,
  { upcasters = [], handle, ...settings }: OwnSubscriber,
): Subscription {
  const subscription = inboxSubscription({
    ...settings,
    database,
    log,
    handle: (event, transaction, signal) =>
      handle({ event, executor: transaction, repositories: new Writers(entities, transaction).all, signal } as never),
  });
  return withUpcasters(subscription, upcasters);
}
