/** What a failure is about, apart from the sentence that tells it. */
export interface Evidence {
  /** E.g. `GET http://127.0.0.1:8000/health`. */
  readonly where?: string;
  readonly expected?: string;
  readonly found?: string;
  /** What to type first. */
  readonly next?: string;
}

/** A claim that does not hold, told in one line with what was expected and what was found. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly evidence: Evidence;

  constructor(message: string, evidence: Evidence = {}) {
    super(message);
    this.evidence = evidence;
  }
}

/** A claim that cannot be looked into, with the reason. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}
