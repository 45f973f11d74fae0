import type { DeploySettings } from '../../config/model.ts';
import type { Traffic } from '../../runtimes/stage.ts';
import type { Baseline } from '../record.ts';

/** Of fewer requests nobody can tell. */
const ENOUGH = 20;
/** Of how long they take, not of fewer than these: one upload, or one answer that was held back, weighs as much as hundreds. */
const ENOUGH_TO_TIME = 200;
/** Below this nobody minds how many times as long it is. */
const QUICK_MS = 50;

export interface Verdict {
  readonly code: 'too_many_errors' | 'too_slow';
  /** A sentence. */
  readonly message: string;
}

/** What speaks against a version after what clients have met of it; null: nothing does. */
export function judge(
  since: Pick<Traffic, 'requests' | 'failed'>,
  now: Traffic,
  { failedShare, meanMs }: Pick<Baseline, 'failedShare' | 'meanMs'>,
  { maxErrorPercent, maxLatencyRatio }: Pick<DeploySettings, 'maxErrorPercent' | 'maxLatencyRatio'>,
): Verdict | null {
  // An edge that has begun anew counts from nothing.
  const isAnew = now.requests < since.requests;
  const requests = isAnew ? now.requests : now.requests - since.requests;
  const failed = isAnew ? now.failed : now.failed - since.failed;
  if (requests < ENOUGH) return null;
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
  if (failed / requests > failedShare + maxErrorPercent / 100) {
    const message = `${failed} of ${requests} requests to ${now.service} failed (${percent(failed / requests)}; before it were ${percent(failedShare)}).`;
    return { code: 'too_many_errors', message };
  }
  if (requests >= ENOUGH_TO_TIME && now.meanMs > QUICK_MS && now.meanMs > meanMs * maxLatencyRatio) {
    const message = `A request to ${now.service} takes ${Math.round(now.meanMs)} ms on average; before it were ${Math.round(meanMs)}.`;
    return { code: 'too_slow', message };
  }
  return null;
}
