import { CATALOGUE, type ProblemCode } from './catalogue.ts';

/** One mistake in a body or a query string. */
export interface FieldError {
  /** JSON Pointer (RFC 6901) to the value, e.g. `/credits`; empty for the whole. */
  readonly path: string;
  /** Stable and snake_case, e.g. `too_long`. */
  readonly code: string;
  /** For people; never quotes the value. */
  readonly message: string;
}

export interface ProblemOptions {
  /** What went wrong this time, for people; shown to the client. */
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  /** Sent with the answer, e.g. `Allow` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A refusal that is counted, and comes in floods: no failure to write a line of the log about. */
  readonly deliberate?: boolean | undefined;
  /** Logged, never shown. */
  readonly cause?: unknown;
  /** Further members of the problem document. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** An error that a client is meant to see: thrown anywhere, answered by the app as `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly deliberate: boolean;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    const { status, title } = CATALOGUE[code];
    super(options.detail ?? title, { cause: options.cause });
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers;
    this.deliberate = options.deliberate ?? false;
    this.extensions = options.extensions;
  }
}
