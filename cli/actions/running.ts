import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';

/** The running fleet of this folder. @throws AuroraError `not_running` */
export async function requireRunning(fleet: Fleet, runtime: Runtime): Promise<FleetStatus> {
  const status = await runtime.observe(fleet);
  if (status) return status;
  throw new AuroraError('not_running', `The fleet ${fleet.name} is not running here.`, {
    exit: 'notRunning',
    next: 'aurora up -d',
  });
}

/** Refuses names that are no service of the fleet. @throws AuroraError `no_such_service` */
export function requireServices(fleet: Fleet, names: readonly string[]): void {
  const unknown = names.filter((name) => !fleet.services.some((service) => service.name === name));
  if (unknown.length === 0) return;
  throw new AuroraError('no_such_service', `The fleet ${fleet.name} has no service ${unknown.join(', ')}.`, {
    exit: 'usage',
    details: [`Its services: ${fleet.services.map(({ name }) => name).join(', ')}`],
    next: 'aurora status',
  });
}
