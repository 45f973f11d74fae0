import type { Fleet } from '../config/model.ts';
import { withEventBroker } from '../events/connect.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import type { EventWatch } from '../verify/events/contract.ts';
import type { Ground } from '../verify/run.ts';
import { journeyToken, verifyToken } from './verify-token.ts';

/** What the checks of a running fleet look at. */
export function groundOf(fleet: Fleet, runtime: Runtime, status: FleetStatus, events: EventWatch): Ground {
  return {
    fleet,
    status,
    events,
    token: verifyToken(fleet),
    journeyToken: journeyToken(fleet),
    databases: (work) => runtime.withDatabases(fleet, work),
    broker: (work) => withEventBroker(fleet, runtime, work),
  };
}
