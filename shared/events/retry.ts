import { beforeAbort } from './before-abort.ts';
import type { CloudEvent } from './cloud-event.ts';
import { DEFAULT_TIMEOUT_MS, MAX_FALLS, type RetryPolicy, type Subscription } from './contract.ts';

/** The event's type is not among those subscribed to: a queue keeps the bindings of earlier and later versions. */
class UnknownType extends Error {
  override readonly name = 'UnknownType';
}

/** What a process was at work on when it ended, again and again, is the reason for that. */
class EndsProcesses extends Error {
  override readonly name = 'EndsProcesses';
}

/** The failure of an event that so many processes have ended over; undefined while it may be tried again. */
export function failureOver(falls: number): Error | undefined {
  return falls < MAX_FALLS ? undefined : new EndsProcesses(`${falls} processes have ended while at work on it`);
}

/** Handles an event once; what goes wrong is returned, that it takes too long as well. */
export async function attempt(
  subscription: Subscription,
  event: CloudEvent,
  number: number,
): Promise<Error | undefined> {
  const { types, timeoutMs = DEFAULT_TIMEOUT_MS } = subscription;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not handled within ${timeoutMs} ms`)), timeoutMs);
  try {
    if (!types.includes(event.type)) throw new UnknownType(`no handler for ${event.type}`);
    await beforeAbort(late.signal, subscription.handle(event, number, late.signal));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds until the next attempt after the nth has failed; undefined: park it. */
export function nextDelay(policy: RetryPolicy, attempts: number, failure: Error): number | undefined {
  if (failure instanceof UnknownType || failure instanceof EndsProcesses) return undefined;
  return policy.delaysMs[attempts - 1];
}

/** What a log line says of a failed attempt; it is written outside of the event's context. */
export function failureOf({ consumer }: Subscription, event: CloudEvent, number: number, failure: Error): object {
  const { id: eventId, type, subject, correlationid: correlationId } = event;
  return { consumer, type, eventId, subject, correlationId, attempt: number, err: failure };
}

/** Of a reason: brokers keep it beside the event, where a header has 64 KiB for all. */
const LONGEST_REASON = 2_000;

/** A failure's message as every broker can keep it. */
export function reasonOf(failure: Error): string {
  const text = failure.message.replaceAll('\0', '');
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
}
