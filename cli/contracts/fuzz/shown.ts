import type { Shown } from './hunt.ts';
import type { Failure } from './oracle.ts';
import type { Reply, Sent } from './send.ts';

const SHOWN = 2_000;

/** A failure together with what was sent and answered. */
export function shown(failure: Failure, requests: readonly Sent[], { status, text, correlationId }: Reply): Shown {
  return { ...failure, requests, status, answer: text.slice(0, SHOWN), correlationId };
}
