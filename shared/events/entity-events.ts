import type { CloudEvent } from './cloud-event.ts';
import { createEvent } from './envelope.ts';

/** What an entity's events need to know of it. */
interface Versioned {
  readonly id: string;
  readonly version: number;
}

export interface EntityEvents<R> {
  /** Carries the resource as it was made. */
  created(resource: R): CloudEvent<R>;
  /** Carries the resource as it is after the change. */
  updated(resource: R): CloudEvent<R>;
  /** Carries the resource as it last was; the deletion counts as one version more. */
  deleted(resource: R): CloudEvent<R>;
}

/** Makes the events of one entity, e.g. `aurora.order-service.order.created.v1`. */
export function eventsOf<R extends Versioned>(origin: {
  readonly fleet: string;
  readonly service: string;
  readonly entity: string;
  /** Of what they carry; 1 unless a breaking change made a newer one. */
  readonly schemaVersion?: number;
}): EntityEvents<R> {
  const event = (verb: string, data: R, aggregateVersion: number) =>
    createEvent({ ...origin, verb, aggregateId: data.id, aggregateVersion, data });
  return {
    created: (resource) => event('created', resource, resource.version),
    updated: (resource) => event('updated', resource, resource.version),
    deleted: (resource) => event('deleted', resource, resource.version + 1),
  };
}
