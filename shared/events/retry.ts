import type { CloudEvent } from './cloud-event.ts';
import type { RetryPolicy, Subscription } from './contract.ts';

/** The event's type is not among those subscribed to: a queue keeps the bindings of earlier and later versions. */
class UnknownType extends Error {
  override readonly name = 'UnknownType';
}

/** Handles an event once; what goes wrong is returned. */
export async function attempt(
  subscription: Subscription,
  event: CloudEvent,
  number: number,
): Promise<Error | undefined> {
  try {
    if (!subscription.types.includes(event.type)) throw new UnknownType(`no handler for ${event.type}`);
    await subscription.handle(event, number);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Milliseconds until the next attempt after the nth has failed; undefined: park it. */
export function nextDelay(policy: RetryPolicy, attempts: number, failure: Error): number | undefined {
  return failure instanceof UnknownType ? undefined : policy.delaysMs[attempts - 1];
}

/** What a log line says of a failed attempt; it is written outside of the event's context. */
export function failureOf({ consumer }: Subscription, event: CloudEvent, number: number, failure: Error): object {
  const { id: eventId, type, subject, correlationid: correlationId } = event;
  return { consumer, type, eventId, subject, correlationId, attempt: number, err: failure };
}
