import { AuroraError } from '../errors.ts';
import type { Loss } from '../generate/plan/fleet.ts';

/** @throws AuroraError `destructive` with all that migrations would take away, where nobody has allowed it */
export function refuseLosses(losses: readonly Loss[], allowed: boolean | undefined): void {
  if (losses.length === 0 || allowed) return;
  throw new AuroraError('destructive', 'What is in these would be gone for good, so nothing was written.', {
    exit: 'failed',
    details: [
      ...losses.map(({ service, what, from }) => `${service}: ${what}, ${from}`),
      'What only has another name says so in the config: `renamedFrom`.',
    ],
    facts: { losses },
    next: 'aurora generate --allow-destructive; nothing is lost before its migration runs',
  });
}
