import { CATALOGUE, type ProblemCode } from '../errors/catalogue.ts';
import type { ProblemDocument } from '../errors/document.ts';
import type { FieldError } from '../errors/problem.ts';

export interface ApiProblemOptions {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly correlationId?: string | undefined;
  readonly retryAfter?: string | undefined;
  readonly cause?: unknown;
}

/** Why a call did not give what was asked for: what the fleet answered (RFC 9457), or that it did not. Go by `code`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  /** Of the answer; of a call without one, what a gateway would say. */
  readonly status: number;
  /** What is wrong with single fields, or with parameters. */
  readonly errors: readonly FieldError[];
  /** Finds the request in the logs of the fleet. */
  readonly correlationId: string | undefined;
  /** Seconds, or a date: when to come again. */
  readonly retryAfter: string | undefined;

  constructor(code: ProblemCode, { status, detail, errors = [], correlationId, retryAfter, cause }: ApiProblemOptions) {
    super(detail, { cause });
    this.code = code;
    this.status = status;
    this.errors = errors;
    this.correlationId = correlationId;
    this.retryAfter = retryAfter;
  }
}

/** Headers by their names in lower case. */
type HeadersIn = Readonly<Record<string, string | string[] | undefined>>;

/** The problem that an answer tells, also one of a proxy that knows nothing of problems. */
export function problemOf(status: number, headers: HeadersIn, body: unknown): ApiProblem {
  const { code, detail, errors, correlationId } = (body ?? {}) as Partial<ProblemDocument>;
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined);
  return new ApiProblem(typeof code === 'string' ? code : codeOf(status), {
    status,
    detail: typeof detail === 'string' ? detail : `The answer has status ${status}.`,
    errors: Array.isArray(errors) ? errors : [],
    correlationId: correlationId ?? text('x-correlation-id'),
    retryAfter: text('retry-after'),
  });
}

/** The first code of the catalogue with this status. */
function codeOf(status: number): ProblemCode {
  const known = Object.entries(CATALOGUE).find(([, problem]) => problem.status === status);
  return (known?.[0] as ProblemCode | undefined) ?? (status < 500 ? 'malformed_request' : 'upstream_failed');
}
