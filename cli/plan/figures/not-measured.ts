import { AuroraError } from '../../errors.ts';

/** An action whose figures would be those of something else. */
export function notMeasured(action: string, rate: number, why: string): AuroraError {
  return new AuroraError('not_measured', `${action} could not be measured at ${rate} a second: ${why}`, {
    exit: 'failed',
    next: `aurora plan --measure --rate ${Math.max(1, Math.floor(rate / 2))}, which asks for less`,
  });
}
