import type { FleetStatus, RunningFleet } from '../contract.ts';
import type { Session } from './session.ts';

/** What `up` returns. */
export function runningFleet(session: Session, status: FleetStatus): RunningFleet {
  let asked = false;
  return {
    status,
    joined: !session.fresh,
    ended: session.ended,
    async stop() {
      if (!session.fresh) return session.leave();
      const force = asked;
      asked = true;
      await session.stop('asked to', force);
    },
  };
}
