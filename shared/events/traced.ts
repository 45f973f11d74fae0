import {
  addBelow,
  addHop,
  childOf,
  errorType,
  isSampled,
  parseTraceparent,
  type RequestContext,
  type Spans,
  spanClock,
  spanOf,
} from '../context/index.ts';
import type { CloudEvent } from './cloud-event.ts';
import type { PublishResult } from './contract.ts';

/** Tells that sampled work has made an event. Returns the traceparent that goes along with it. */
export function tellCreated(context: RequestContext, id: string, type: string): string {
  const own = childOf(context.traceparent ?? '');
  const attributes = { ...about({ id, type }), 'messaging.operation.type': 'create' };
  addBelow(
    context,
    { kind: 'producer', name: `create ${type}`, startedAt: spanClock(), durationMs: 0, attributes },
    own,
  );
  return own;
}

/** Tells of events of sampled work that were given to the broker, well or not. */
export function tellSent(
  spans: Spans,
  events: readonly CloudEvent[],
  results: readonly PublishResult[],
  startedAt: number,
): void {
  for (const [index, event] of events.entries()) {
    const parent = parseTraceparent(event.traceparent);
    if (parent === undefined || event.traceparent === undefined || !isSampled(event.traceparent)) continue;
    const { outcome } = results[index] as PublishResult;
    const failed = outcome !== 'sent';
    const attributes = {
      ...about(event),
      'messaging.operation.type': 'send',
      ...(failed && { 'error.type': outcome }),
    };
    const measured = { kind: 'client', name: `send ${event.type}`, startedAt, failed, attributes } as const;
    spans.add(spanOf(event.correlationid, childOf(event.traceparent), parent.parentId, measured));
  }
}

export interface ToldAttempt {
  readonly event: CloudEvent;
  readonly number: number;
  readonly consumer: string;
  /** `performance.now()` */
  readonly began: number;
  readonly failure: Error | undefined;
  /** Of one that failed; undefined: the event is given up on. */
  readonly retryInMs: number | undefined;
}

/** Tells of an attempt to handle an event, whose context it is. */
export function tellAttempt(
  context: RequestContext,
  { event, number, consumer, began, failure, retryInMs }: ToldAttempt,
): void {
  const outcome = failure === undefined ? 'handled' : retryInMs === undefined ? 'parked' : 'retried';
  addHop(context, {
    kind: 'consumer',
    name: `process ${event.type}`,
    startedAt: performance.timeOrigin + began,
    failed: failure !== undefined,
    attributes: {
      ...about(event),
      'messaging.operation.type': 'process',
      'messaging.consumer.group.name': consumer,
      'aurora.attempt': number,
      'aurora.outcome': outcome,
      'aurora.retry_in_ms': retryInMs,
      'error.type': failure && errorType(failure),
    },
  });
}

function about({ id, type }: Pick<CloudEvent, 'id' | 'type'>) {
  return { 'messaging.destination.name': type, 'messaging.message.id': id, 'cloudevents.event_type': type };
}
