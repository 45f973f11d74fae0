import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus, RunningFleet } from '../contract.ts';
import { down } from './down.ts';
import type { Engine } from './engine.ts';
import { told } from './told.ts';
import { untilEmpty } from './until-empty.ts';

/** What `up` returns. */
export function runningFleet(
  engine: Engine,
  fleet: Fleet,
  status: FleetStatus,
  joined: boolean,
  narrator: Narrator,
): RunningFleet {
  const over = new AbortController();
  let stopping: Promise<void> | undefined;
  const { promise: left, resolve: leave, reject: fail } = Promise.withResolvers<void>();
  // Whoever does not wait for the end hears of a stop that failed from the stop itself.
  left.catch(() => undefined);
  const watch = async () => {
    await told(() => untilEmpty(engine, fleet, over.signal));
    if (stopping) return stopping;
    throw new AuroraError('fleet_ended', 'The fleet was ended by somebody else.', {
      exit: 'startup',
      next: 'aurora up',
    });
  };
  let ended: Promise<void> | undefined;
  return {
    status,
    joined,
    get ended() {
      ended ??= Promise.race([watch(), left]);
      return ended;
    },
    async stop() {
      if (joined) {
        leave();
        over.abort();
        return;
      }
      const earlier = stopping;
      const ending = told(() => down(fleet, { volumes: false, force: earlier !== undefined }, narrator));
      // The one that is hurried along still has the network to remove.
      stopping = Promise.all([earlier, ending]).then(() => undefined);
      stopping.catch(fail);
      await stopping;
    },
  };
}
