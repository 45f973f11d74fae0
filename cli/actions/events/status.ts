import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { withEventBroker } from '../../events/connect.ts';
import { codeOf, type EventBroker } from '../../events/fleet-code.ts';
import { consumersStatus, type EventsStatus, servicesStatus, unroutedStatus } from '../../events/status.ts';
import type { Runtime } from '../../runtimes/contract.ts';

const NO_ANSWER = new Set(['broker_away', 'broker_failed']);

/** What waits in the fleet, and where. A broker that is away is an answer: outboxes are in the databases. */
export async function eventsStatus(fleet: Fleet, runtime: Runtime): Promise<EventsStatus> {
  const { RETENTION_DAYS } = await codeOf(fleet, 'inbox');
  const look = async (broker: EventBroker | null, answer: EventsStatus['broker']): Promise<EventsStatus> => ({
    broker: answer,
    services: await servicesStatus(fleet, runtime),
    consumers: broker && (await consumersStatus(fleet, broker)),
    unrouted: broker && (await unroutedStatus(broker)),
    inboxDays: RETENTION_DAYS,
  });
  try {
    return await withEventBroker(fleet, runtime, (broker, where) => look(broker, { where, away: null }));
  } catch (error) {
    if (!(error instanceof AuroraError && NO_ANSWER.has(error.code))) throw error;
    return look(null, { where: null, away: error.details[0] ?? error.message });
  }
}
