import { Problem } from '../../errors/index.ts';
import type { Admission } from './admission.ts';
import type { EventLoopLag } from './event-loop-lag.ts';
import type { Refused } from './refusals.ts';

/** Refuses what cannot be answered in time, before any work was done for it. */
export function shedLoad(lag: EventLoopLag, lagMs: number, refused: Refused): Admission {
  return () => {
    if (lag.ms <= lagMs) return;
    refused('overloaded');
    throw new Problem('unavailable', {
      detail: 'The gateway has more to do than it can.',
      headers: { 'Retry-After': '1' },
      deliberate: true,
    });
  };
}
