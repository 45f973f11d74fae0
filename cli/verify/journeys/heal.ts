import type { Check, Target } from '../contract.ts';
import { CheckFailed } from '../outcome.ts';
import { type Open, remaindersOf } from './journal.ts';
import { reachOf } from './reach.ts';
import { undo } from './undo.ts';

/** What runs that were killed have left here is undone, once a run. */
export interface Healing {
  /** None where there is nothing to undo. */
  readonly checks: readonly Check[];
  /** Whether or not it could be undone: what comes after finds the fleet as it can be. */
  begin(target: Target): Promise<void>;
}

export function healingOf(root: string, environment: string): Healing {
  const remainders = remaindersOf(root, environment);
  let work: Promise<void> | undefined;

  async function heal(target: Target): Promise<void> {
    const reach = reachOf(target);
    const reasons: string[] = [];
    for (const { open, settle } of remainders) {
      const left: Open[] = [];
      for (const each of open) {
        await undo(each, reach, target.cleanup).catch((error: Error) => {
          left.push(each);
          reasons.push(error.message);
        });
      }
      settle(left);
    }
    if (reasons.length > 0) throw new CheckFailed(`${reasons.join('; ')}: the next run tries again`);
  }
  const once = (target: Target) => {
    work ??= heal(target);
    return work;
  };

  return {
    checks:
      remainders.length === 0
        ? []
        : [{ area: 'journeys', claim: 'what a killed run has left is undone', writes: true, run: once }],
    begin: (target) => once(target).catch(() => undefined),
  };
}
