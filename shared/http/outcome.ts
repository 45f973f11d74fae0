import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';
import { Problem } from '../errors/index.ts';
import type { CallOutcome } from './contract.ts';
import { Failure } from './failure.ts';

/** How a call ended that got no answer: for the caller, and for the metrics. */
export interface Ending {
  readonly problem: Problem;
  readonly outcome: CallOutcome;
}

/** @throws the error itself where it comes neither from the target nor from what guards the call: it is a defect. */
export function endingOf(target: string, error: unknown): Ending {
  if (isTaskCancelledError(error)) return endingOf(target, outOfTime(target, { blamed: false }));
  if (isBrokenCircuitError(error)) {
    const detail = `${target} has failed repeatedly and is left alone for a moment.`;
    return { problem: new Problem('unavailable', { detail, headers: { 'Retry-After': '1' } }), outcome: 'refused' };
  }
  if (!(error instanceof Failure)) throw error;

  const { code, message: detail, retryAfter, cause } = error;
  const headers = retryAfter === undefined ? undefined : { 'Retry-After': retryAfter };
  return {
    problem: new Problem(code, { detail, headers, cause }),
    outcome: code === 'upstream_timeout' ? 'timeout' : 'failed',
  };
}

export function outOfTime(target: string, options: { readonly blamed: boolean; readonly cause?: unknown }): Failure {
  return new Failure('upstream_timeout', { detail: `${target} did not answer in time.`, passing: false, ...options });
}
