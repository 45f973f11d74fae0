import {
  acceptCorrelationId,
  newTraceId,
  nextTraceparent,
  parseTraceparent,
  type RequestContext,
  runInContext,
  withSampled,
} from '../context/index.ts';
import { contextMembers } from '../logging/index.ts';
import { beforeAbort } from './before-abort.ts';
import type { CloudEvent } from './cloud-event.ts';
import {
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  DUPLICATE,
  MAX_FALLS,
  type RetryPolicy,
  type Subscription,
} from './contract.ts';
import { tellAttempt } from './traced.ts';

/** The event's type is not among those subscribed to: a queue keeps the bindings of earlier and later versions. */
class UnknownType extends Error {
  override readonly name = 'UnknownType';
}

/** What a process was at work on when it ended, again and again, is the reason for that. */
class EndsProcesses extends Error {
  override readonly name = 'EndsProcesses';
}

/** One go at an event. */
export interface Attempt {
  readonly event: CloudEvent;
  /** 1 for the first. */
  readonly number: number;
  /** What it logs, calls and sends carries the correlation id and the trace on, with the event as its cause. */
  readonly context: RequestContext;
  /** On the monotonic clock. */
  readonly began: number;
}

export function attemptAt(
  event: CloudEvent,
  number: number,
  { sampling }: Pick<Subscription, 'sampling'> = {},
): Attempt {
  const parent = parseTraceparent(event.traceparent);
  const trace = parent ?? { traceId: newTraceId(), flags: '00' };
  const spans = sampling?.ofEvent(trace);
  const context = {
    correlationId: acceptCorrelationId(event.correlationid),
    causationId: event.id,
    traceparent: nextTraceparent(sampling ? { ...trace, flags: withSampled(trace.flags, spans !== undefined) } : trace),
    parentSpanId: parent?.parentId,
    spans,
  };
  return { event, number, context, began: performance.now() };
}

/** The failure of an event that so many processes have ended over; undefined while it may be tried again. */
export function failureOver(falls: number): Error | undefined {
  return falls < MAX_FALLS ? undefined : new EndsProcesses(`${falls} processes have ended while at work on it`);
}

/** Handles an event once, in its own context; what goes wrong is returned, that it takes too long as well. */
export async function carryOut(attempt: Attempt, subscription: Subscription): Promise<Error | undefined> {
  const failure = await handled(attempt, subscription);
  const { event, number, context, began } = attempt;
  if (context.spans !== undefined) {
    const { consumer, retry = DEFAULT_RETRY } = subscription;
    const retryInMs = failure && nextDelay(retry, number, failure);
    tellAttempt(context, { event, number, consumer, began, failure, retryInMs });
  }
  return failure;
}

async function handled(
  { event, number, context, began }: Attempt,
  subscription: Subscription,
): Promise<Error | undefined> {
  const { types, timeoutMs = DEFAULT_TIMEOUT_MS, metrics } = subscription;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not handled within ${timeoutMs} ms`)), timeoutMs);
  try {
    if (!types.includes(event.type)) throw new UnknownType(`no handler for ${event.type}`);
    const handling = () => beforeAbort(late.signal, subscription.handle(event, number, late.signal));
    const effect = await runInContext(context, handling);
    metrics?.ended(effect === DUPLICATE ? 'duplicate' : 'handled', event);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
    metrics?.attempted(performance.now() - began);
  }
}

/** Milliseconds until the next attempt after the nth has failed; undefined: park it. */
export function nextDelay(policy: RetryPolicy, attempts: number, failure: Error): number | undefined {
  if (failure instanceof UnknownType || failure instanceof EndsProcesses) return undefined;
  return policy.delaysMs[attempts - 1];
}

/** What a log line says of a failed attempt; it is written outside of the event's context. */
export function failureOf(
  { event, number, context, began }: Attempt,
  { consumer }: Subscription,
  failure: Error,
): object {
  const { id: eventId, type, subject } = event;
  const durationMs = Math.round((performance.now() - began) * 100) / 100;
  const { parentSpanId } = context;
  const members = { ...contextMembers(context), parentSpanId };
  return { ...members, consumer, type, eventId, subject, attempt: number, durationMs, err: failure };
}

/** Of a reason: brokers keep it beside the event, where a header has 64 KiB for all. */
const LONGEST_REASON = 2_000;

/** A failure's message as every broker can keep it. */
export function reasonOf(failure: Error): string {
  const text = failure.message.replaceAll('\0', '');
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;
}
