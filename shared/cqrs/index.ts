export type { Command, Query } from './handlers.ts';
export { type Answer, answerOnce, forgetAnswers } from './idempotency.ts';
export { etagOf, isUnchanged, requireMatch } from './preconditions.ts';
export { create, type Resource, revise } from './resource.ts';
export { untilWritten } from './retry.ts';
