export { forgetHandled, mayBeForgotten, RETENTION_DAYS } from './forget.ts';
export { handleOnce, hasHandled } from './handle-once.ts';
export { inboxSize } from './size.ts';
export { type InboxSubscriptionOptions, inboxSubscription } from './subscription.ts';
