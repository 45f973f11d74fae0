import { AuroraError } from '../../errors.ts';

/** How long the next run waits for what a killed one has left running in the server. */
export const BUSY_WAIT_MS = 60_000;

export function stillAtWork(): AuroraError {
  return new AuroraError('earlier_run_at_work', 'A statement of an earlier run, which was killed, is still at work', {
    exit: 'timeout',
    details: [`The server goes on with it; it was not at its end within ${BUSY_WAIT_MS / 1000} s.`],
    next: 'wait until it is, or end its connection in the server, then run it again',
  });
}
