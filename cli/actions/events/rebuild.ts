import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { reasonOf, withEventBroker } from '../../events/connect.ts';
import { requireConsumer } from '../../events/consumers.ts';
import type { Narrator } from '../../narrator.ts';
import type { Runtime } from '../../runtimes/contract.ts';

export interface Rebuilt {
  /** What was made otherwise than this version makes it, before; undefined: nothing was. */
  readonly drift: string | undefined;
  /** False where a process consumes, and nothing is wrong. */
  readonly rebuilt: boolean;
}

/** Makes a consumer's queues anew, with all that is in them. @throws AuroraError `consumer_at_work`, `rebuild_failed` */
export async function rebuildConsumer(
  fleet: Fleet,
  runtime: Runtime,
  name: string,
  narrator: Narrator,
): Promise<Rebuilt> {
  const { service, types, retry } = requireConsumer(fleet, name);
  return withEventBroker(fleet, runtime, async (broker) => {
    const { drift, consumers } = await broker.backlog(name, retry);
    if (consumers > 0) {
      if (drift === undefined) return { drift, rebuilt: false };
      throw atWork(name, service, drift, runtime);
    }
    // Also where nothing drifts any more: an earlier one may have been cut off.
    try {
      await narrator.step(`rebuild ${name}`, () => broker.rebuild(name, types, retry));
    } catch (cause) {
      throw new AuroraError('rebuild_failed', `${name} is not yet made anew: ${reasonOf(cause)}`, {
        exit: 'failed',
        details: ['Nothing is lost: what is under way to it waits in the outboxes, and calling it again goes on.'],
        next: `aurora events rebuild --consumer ${name}`,
        cause,
      });
    }
    return { drift, rebuilt: true };
  });
}

function atWork(name: string, service: string, drift: string, runtime: Runtime): AuroraError {
  return new AuroraError('consumer_at_work', `${service} consumes as ${name}, and its queues are made otherwise.`, {
    exit: 'failed',
    details: [drift, 'Nobody may consume while they are made anew.'],
    next:
      runtime.name === 'docker'
        ? `docker stop the containers of ${service}, then: aurora events rebuild --consumer ${name} and: aurora up -d`
        : `aurora down, then, with the same BROKER_URL: aurora events rebuild --consumer ${name}`,
  });
}
