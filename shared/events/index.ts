export { Alarm } from './alarm.ts';
export { backoff, jittered } from './backoff.ts';
export { beforeAbort } from './before-abort.ts';
export type { BrokerOptions } from './broker-options.ts';
export type { CloudEvent } from './cloud-event.ts';
export { connectBroker } from './connect.ts';
export {
  type Backlog,
  type Consumer,
  type Depth,
  DUPLICATE,
  type EventBroker,
  type EventSampling,
  type HandlingOutcome,
  type ParkedChoice,
  type ParkedEvent,
  type PublishResult,
  type ReplayChoice,
  type RetryPolicy,
  type Subscription,
  type SubscriptionMetrics,
  UNROUTED,
} from './contract.ts';
export { type EntityEvents, eventsOf } from './entity-events.ts';
export { createEvent, type Happening } from './envelope.ts';
export { EventMetrics } from './metrics.ts';
export { tellSent } from './traced.ts';
export { type Upcaster, withUpcasters } from './upcast.ts';
