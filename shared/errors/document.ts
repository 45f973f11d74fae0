import type { ProblemCode } from './catalogue.ts';
import type { FieldError, Problem } from './problem.ts';

/** The media type of RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** The body of every error answer (RFC 9457, section 3, with Aurora's own members). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for, without its query string: that may hold secrets. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly correlationId: string;
  /** Empty where no field is to blame. */
  readonly errors: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** Turns a problem into the document that a client sees; extensions never replace a standard member. */
export function problemDocument(
  problem: Problem,
  request: { readonly instance: string; readonly correlationId: string },
): ProblemDocument {
  const standard = {
    type: `urn:aurora:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail ?? `${problem.title}.`,
    instance: request.instance,
    code: problem.code,
    correlationId: request.correlationId,
    errors: problem.errors ?? [],
  };
  // The first gives the order, the last the values.
  return { ...standard, ...problem.extensions, ...standard };
}
