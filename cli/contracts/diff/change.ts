import type { RuleId, Severity } from './rules.ts';

/** One thing in which two contracts differ. */
export interface Change {
  readonly severity: Severity;
  readonly rule: RuleId;
  readonly area: 'openapi' | 'events' | 'pacts';
  /** Whose contract it is: who serves, who tells, or `consumer → provider` of a pact. */
  readonly service: string;
  /** `PATCH /api/v1/orders/{id}`, the type of an event, or what a pact calls it. */
  readonly operation: string;
  /** Where in it: `request body /lines/*\/amount`, `answer 200 /total`. Empty: the whole. */
  readonly path: string;
  /** What is otherwise, in a sentence. */
  readonly what: string;
  /** Why it breaks somebody, or nobody. */
  readonly why: string;
  /** What to do about it; null: nothing has to be done. */
  readonly next: string | null;
}

/** Who reads what a schema tells of: a request is read by the service, an answer and an event by others. */
export type Direction = 'request' | 'answer';

/** A change of a schema, before it is known where that schema stands. */
export interface SchemaChange {
  readonly rule: RuleId;
  readonly path: string;
  readonly what: string;
}
