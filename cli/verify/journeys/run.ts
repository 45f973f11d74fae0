import { randomInt } from 'node:crypto';
import type { Journey } from '../../../shared/journeys/contract.ts';
import { DEFAULT_ENVIRONMENT } from '../../config/locate.ts';
import type { Target } from '../contract.ts';
import { inTime } from '../in-time.ts';
import { CheckFailed, CheckSkipped } from '../outcome.ts';
import { clientsOf } from './client.ts';
import { contextOf } from './context.ts';
import { journeyFailed, tookTooLong } from './failure.ts';
import type { Journal } from './journal.ts';
import { Making } from './making.ts';
import { reachOf } from './reach.ts';
import { Steps } from './steps.ts';
import { Traffic } from './traffic.ts';

/** What is under way when a journey is cut off may still be answered, so that one knows what was made. */
const GRACE_MS = 1_000;

/**
 * Lets a journey happen, and undoes what it has done, whatever becomes of it.
 * @throws CheckFailed, CheckSkipped; the reason of the target's signal where that has ended it
 */
export async function runJourney(journey: Journey, target: Target, journal: Journal): Promise<void> {
  const { fleet, correlationId } = target;
  const careful = fleet.environment !== DEFAULT_ENVIRONMENT;
  if (careful && !journey.production) throw new CheckSkipped(`it is not made for ${fleet.environment}`);

  const reach = reachOf(target);
  const mark = newMark();
  const making = new Making(journal, reach, target.cleanup);
  const traffic = new Traffic({
    rules: { writes: journey.writes, careful, kinds: reach.kinds, mark },
    making,
    correlationId,
  });
  const clients = await clientsOf(fleet, reach, traffic.fetch);
  const steps = new Steps((step) => target.onStep?.(step));
  // Its scopes are asked for before it acts: where nobody signs for them it is skipped.
  await reach.token(journey.scopes);
  // Where events cannot be seen, whoever expects one hears of it.
  await target.events.open().catch(() => undefined);

  const timeIsUp = AbortSignal.timeout(journey.timeoutMs);
  const signal = AbortSignal.any([target.signal, timeIsUp]);
  const context = contextOf(journey, { target, reach, clients, traffic, making, steps, mark, signal });
  const circumstances = () => ({ steps, last: traffic.last });
  let failure: unknown;
  try {
    signal.addEventListener('abort', () => traffic.end(), { once: true });
    await inTime(journey.run(context), signal, GRACE_MS);
    signal.throwIfAborted();
  } catch (error) {
    if (target.signal.aborted) failure = target.signal.reason;
    else failure = timeIsUp.aborted ? tookTooLong(journey, circumstances()) : journeyFailed(error, circumstances());
  }
  traffic.end();
  const left = await making.undoAll();
  if (left.length === 0 && failure === undefined) return;
  if (left.length === 0) throw failure;
  const remains = `it has left something behind: ${left.join('; ')}`;
  throw new CheckFailed(failure === undefined ? remains : `${(failure as Error).message}; besides, ${remains}`);
}

/** In every text that a journey makes unique; told from what people write, and found by lists. */
function newMark(): string {
  return `e2e${randomInt(36 ** 8)
    .toString(36)
    .padStart(8, '0')}`;
}
