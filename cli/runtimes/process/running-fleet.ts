import type { RunningFleet } from '../contract.ts';
import { describeEvent } from './control/describe-event.ts';
import type { Session } from './session.ts';

/** What `up` returns. */
export async function runningFleet(session: Session): Promise<RunningFleet> {
  const { control, fresh, ended } = session;
  let asked = false;
  return {
    status: await control.ask('GET /status'),
    joined: !fresh,
    ended,
    onNotice(listen) {
      session.onEvent((event) => listen(describeEvent(event).msg));
    },
    async stop() {
      if (!fresh) return session.leave();
      const force = asked;
      asked = true;
      await session.stop('asked to', force);
    },
  };
}
