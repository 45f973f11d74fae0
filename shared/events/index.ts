export type { CloudEvent } from './cloud-event.ts';
export type { Consumer, EventBroker, ParkedEvent, PublishResult, RetryPolicy, Subscription } from './contract.ts';
export { type EntityEvents, entityEvents } from './entity-events.ts';
export { createEvent, type Happening } from './envelope.ts';
