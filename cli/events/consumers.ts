import type { RetryPolicy, UNROUTED as Unrouted } from '../../shared/events/contract.ts';
import type { Fleet } from '../config/model.ts';
import { nearest } from '../config/nearest.ts';
import { AuroraError } from '../errors.ts';
import { consumedBy, consumerOf } from '../generate/plan/contracts/consumed.ts';
import { contractsOf, NOTHING_STANDS } from '../generate/plan/contracts/contracts.ts';

/** Events that nobody had subscribed to are parked under this name. */
export const UNROUTED: typeof Unrouted = 'unrouted';

/** What a service handles events as. */
export interface FleetConsumer {
  /** Its queue, and its identity in the inbox: `orders-service.references`. */
  readonly name: string;
  readonly service: string;
  /** Whole event types, each in its newest version. */
  readonly types: readonly string[];
  /** Absent: the usual. */
  readonly retry?: RetryPolicy;
}

/** All that the config lets listen, in its order. */
export function consumersOf(fleet: Fleet): readonly FleetConsumer[] {
  const contracts = contractsOf(fleet, NOTHING_STANDS);
  return fleet.services.flatMap((service) => {
    if (service.kind !== 'domain') return [];
    return consumedBy(service, fleet, contracts).map(({ consumer, events }) => {
      const types = events.map(({ event }) => event.typeOf(event.version));
      const own = service.subscribers?.find((subscriber) => consumerOf(service.name, subscriber) === consumer)?.retryMs;
      return { name: consumer, service: service.name, types, ...(own && { retry: { delaysMs: own } }) };
    });
  });
}

/** @throws AuroraError `no_such_consumer` */
export function requireConsumer(fleet: Fleet, name: string): FleetConsumer {
  const consumers = consumersOf(fleet);
  const found = consumers.find((consumer) => consumer.name === name);
  if (found) return found;
  const names = consumers.map((consumer) => consumer.name);
  const meant = name === UNROUTED ? undefined : nearest(name, [...names, UNROUTED]);
  throw new AuroraError('no_such_consumer', `The fleet ${fleet.name} has no consumer ${name}.`, {
    exit: 'usage',
    details: [
      ...(meant ? [`did you mean: ${meant}`] : []),
      names.length > 0 ? `Its consumers: ${names.join(', ')}` : 'No service of it listens to events.',
    ],
    next: 'aurora events status',
  });
}
