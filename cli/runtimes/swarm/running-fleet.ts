import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import type { FleetStatus, RunningFleet } from '../contract.ts';
import { told } from '../docker/told.ts';
import { swarmDown } from './down.ts';
import type { Manager } from './manager.ts';
import { observeSwarm } from './observe.ts';

const LOOK_EVERY_MS = 2_000;

/** What `up` returns. */
export function runningSwarm(
  { engine }: Manager,
  fleet: Fleet,
  status: FleetStatus,
  joined: boolean,
  narrator: Narrator,
): RunningFleet {
  const over = new AbortController();
  let stopping: Promise<void> | undefined;
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const watch = async () => {
    while (!over.signal.aborted) {
      const { services } = await told(() => observeSwarm(engine, fleet));
      if (services.length === 0) break;
      await delay(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
    if (stopping || over.signal.aborted) return stopping;
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
      stopping ??= told(() => swarmDown(fleet, { volumes: false }, narrator));
      await stopping;
      leave();
      over.abort();
    },
  };
}
