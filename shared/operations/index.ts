export { answerCommand, type OwnCommand } from './answer-command.ts';
export { answerQuery, type OwnQuery } from './answer-query.ts';
export type {
  CommandContext,
  Emit,
  NoData,
  Operated,
  OperatedEntities,
  OperatedEntity,
  QueryContext,
  Reader,
  Readers,
  Writer,
} from './contract.ts';
export { type ExtraEvents, extraEventsOf } from './extra-events.ts';
export { type OwnSubscriber, ownSubscription, type SubscriberContext, type TypedEvent } from './subscription.ts';
