/** One look at the machine or the fleet. A check never throws for what it is there to find. */
export interface Check {
  /** e.g. `disk`. */
  readonly name: string;
  look(): Promise<Verdict>;
}

export interface Verdict {
  readonly status: 'ok' | 'warn' | 'fail';
  /** What was found, in one line. */
  readonly found: string;
  /** More of it, one line each. */
  readonly details?: readonly string[];
  /** What to do about it. */
  readonly next?: string;
}

export const ok = (found: string): Verdict => ({ status: 'ok', found });
export const warn = (found: string, next: string): Verdict => ({ status: 'warn', found, next });
export const fail = (found: string, next: string, details?: readonly string[]): Verdict => ({
  status: 'fail',
  found,
  ...(details && { details }),
  next,
});
