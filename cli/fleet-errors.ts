import type { Fleet, Service } from './config/model.ts';
import { nearest } from './config/nearest.ts';
import { AuroraError } from './errors.ts';

/** The service of that name; throws with what was probably meant if there is none. */
export function serviceNamed(fleet: Fleet, name: string): Service {
  const service = fleet.services.find((each) => each.name === name);
  if (service) return service;
  const names = fleet.services.map((each) => each.name);
  const meant = nearest(name, names);
  throw new AuroraError('no_such_service', `The fleet ${fleet.name} has no service ${name}`, {
    exit: 'notRunning',
    details: [meant ? `did you mean: ${meant}` : `it has: ${names.join(', ')}`],
    next: 'aurora config show',
  });
}

/** For what needs the fleet, or one service of it, to run. */
export function notRunning(fleet: Fleet, service?: string): AuroraError {
  const what = service === undefined ? `The fleet ${fleet.name}` : `The service ${service}`;
  return new AuroraError('not_running', `${what} is not running here`, {
    exit: 'notRunning',
    details: [`looked in ${fleet.root}`],
    next: ['aurora up -d', ...(service === undefined ? [] : [service])].join(' '),
  });
}
