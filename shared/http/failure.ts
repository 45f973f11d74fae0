export interface FailureOptions {
  /** For people; reaches the caller. */
  readonly detail: string;
  /** Another attempt may end better. */
  readonly passing: boolean;
  /** The target is to blame: the breaker counts it. */
  readonly blamed: boolean;
  /** What the target's own Retry-After says. */
  readonly retryAfter?: string | undefined;
  readonly cause?: unknown;
}

/** Why one attempt failed: what retry and breaker decide by. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** The problem that the caller gets when no attempt ends better. */
  readonly code: 'upstream_failed' | 'upstream_timeout' | 'unavailable';
  readonly passing: boolean;
  readonly blamed: boolean;
  readonly retryAfter: string | undefined;

  constructor(code: Failure['code'], { detail, passing, blamed, retryAfter, cause }: FailureOptions) {
    super(detail, { cause });
    this.code = code;
    this.passing = passing;
    this.blamed = blamed;
    this.retryAfter = retryAfter;
  }
}
