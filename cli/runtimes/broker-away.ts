import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';

export function brokerAway(fleet: Fleet, reason: string): AuroraError {
  return new AuroraError('broker_away', `The event broker of ${fleet.name} does not answer.`, {
    exit: 'startup',
    details: [reason, 'Nothing is lost meanwhile: events wait in the outboxes of the services.'],
    next: 'aurora status, then: aurora up -d',
  });
}
