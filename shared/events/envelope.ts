import { v7 as uuidv7 } from 'uuid';
import { currentContext, newCorrelationId } from '../context/index.ts';
import type { CloudEvent } from './cloud-event.ts';
import { tellCreated } from './traced.ts';

/** What happened, in the words of the service that it happened in. */
export interface Happening<T> {
  /** Fleet and service that own the aggregate. */
  readonly fleet: string;
  readonly service: string;
  /** Kebab-case, as in the event type, e.g. `order`. */
  readonly entity: string;
  /** Past tense, e.g. `created`. */
  readonly verb: string;
  /** Of the data; 1 unless a breaking change made a newer one. */
  readonly schemaVersion?: number;
  readonly aggregateId: string;
  /** Version that the aggregate has through this; one more than before, for a deletion too. */
  readonly aggregateVersion: number;
  readonly data: T;
}

/** Wraps what happened in its envelope; who asked for it and why come from the context. */
export function createEvent<T>(happening: Happening<T>, now = new Date()): CloudEvent<T> {
  const { fleet, service, entity, verb, schemaVersion = 1, aggregateId, aggregateVersion, data } = happening;
  const context = currentContext();
  const id = uuidv7();
  const type = `${fleet}.${service}.${entity}.${verb}.v${schemaVersion}`;
  const traceparent = context?.spans ? tellCreated(context, id, type) : context?.traceparent;
  return {
    specversion: '1.0',
    id,
    source: `/${fleet}/${service}`,
    type,
    subject: aggregateId,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    correlationid: context?.correlationId ?? newCorrelationId(),
    ...(context?.causationId !== undefined && { causationid: context.causationId }),
    ...(traceparent !== undefined && { traceparent }),
    sequence: String(aggregateVersion).padStart(20, '0'),
    data,
  };
}
