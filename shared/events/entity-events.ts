import type { CloudEvent } from './cloud-event.ts';
import { createEvent } from './envelope.ts';

interface Aggregate {
  readonly id: string;
  readonly version: number;
}

export interface EntityEvents<A extends Aggregate> {
  created(aggregate: A): CloudEvent<A>;
  updated(aggregate: A): CloudEvent<A>;
  /** Carries the aggregate as it was; the event itself is one version further, so that it comes last. */
  deleted(aggregate: A): CloudEvent<A>;
}

/** The three events that every entity tells of: what happened, with the whole aggregate as data. */
export function entityEvents<A extends Aggregate>(owner: {
  readonly fleet: string;
  readonly service: string;
  readonly entity: string;
}): EntityEvents<A> {
  const tell = (verb: string, aggregate: A, aggregateVersion = aggregate.version) =>
    createEvent({ ...owner, verb, aggregateId: aggregate.id, aggregateVersion, data: aggregate });
  return {
    created: (aggregate) => tell('created', aggregate),
    updated: (aggregate) => tell('updated', aggregate),
    deleted: (aggregate) => tell('deleted', aggregate, aggregate.version + 1),
  };
}
