import type { Service } from '../config/model.ts';

/** Whether the service has a database and a login of its own. */
export function needsDatabase(service: Service): boolean {
  return service.kind !== 'gateway';
}

/** Whether the service sends or handles events. */
export function needsBroker(service: Service): boolean {
  return service.kind !== 'gateway';
}
