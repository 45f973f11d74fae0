import { currentContext } from '../context/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { type CloudEvent, DUPLICATE, type RetryPolicy, type Subscription } from '../events/index.ts';
import type { Logger } from '../logging/index.ts';
import { mayBeForgotten } from './forget.ts';
import { handleOnce, hasHandled } from './handle-once.ts';

export interface InboxSubscriptionOptions {
  /** Unique in the fleet and stable, e.g. `order-service`. */
  readonly consumer: string;
  /** Whole event types. */
  readonly types: readonly string[];
  readonly database: Database;
  readonly log: Logger;
  /** Work too long for one transaction, done ahead of it: it may run again for the same event, and must stand that. */
  readonly before?: (event: CloudEvent, signal: AbortSignal) => Promise<void>;
  /** Writes through the transaction; what it throws undoes all of it and is tried again later. */
  readonly handle: (event: CloudEvent, transaction: Transaction, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that an attempt may take. */
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  readonly concurrency?: number;
}

/**
 * A subscription whose events take effect once. Every event leaves one log line.
 */
export function inboxSubscription(options: InboxSubscriptionOptions): Subscription {
  const { database, log, before, handle, ...subscription } = options;
  const { consumer } = subscription;
  return {
    ...subscription,
    async handle(event, attempt, signal) {
      const started = performance.now();
      if (before && !(await hasHandled(database, consumer, event))) await before(event, signal);
      const work = (transaction: Transaction) => handle(event, transaction, signal);
      const handled = await handleOnce(database, consumer, event, work, signal);
      const { id: eventId, type, subject } = event;
      const about = { consumer, type, eventId, subject, attempt };
      const durationMs = Math.round((performance.now() - started) * 100) / 100;
      const { parentSpanId } = currentContext() ?? {};
      log.info({ parentSpanId, ...about, durationMs }, handled ? 'event handled' : 'event handled before');
      if (handled && mayBeForgotten(event)) {
        log.warn(
          { ...about, happenedAt: event.time },
          'event is older than the inbox remembers: it may have taken effect twice',
        );
      }
      return handled ? undefined : DUPLICATE;
    },
  };
}
