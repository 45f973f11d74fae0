export { forgetHandled, mayBeForgotten } from './forget.ts';
export { handleOnce } from './handle-once.ts';
export { type InboxSubscriptionOptions, inboxSubscription } from './subscription.ts';
