export { atomic } from './atomic.ts';
export { found } from './found.ts';
export type { Command, Query } from './handlers.ts';
export { type Answer, answerOnce, forgetAnswers } from './idempotency.ts';
export { etagOf, isUnchanged, requireMatch } from './preconditions.ts';
export { accepts, type RequestHeader } from './request-headers.ts';
export { untilWritten } from './retry.ts';
export { sharedRead } from './shared-read.ts';
