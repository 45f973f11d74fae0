import type { Fleet } from '../config/model.ts';
import { nearest } from '../config/nearest.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import { needsDatabase } from '../runtimes/needs.ts';
import { notRunning } from '../runtimes/not-running.ts';

/** The running fleet of this folder. @throws AuroraError `not_running` */
export async function requireRunning(
  fleet: Fleet,
  runtime: Runtime,
  options?: { readonly usage: boolean },
): Promise<FleetStatus> {
  const status = await runtime.observe(fleet, options);
  if (status) return status;
  throw notRunning(fleet);
}

/** Refuses names that are no service of the fleet. @throws AuroraError `no_such_service` */
export function requireServices(fleet: Fleet, names: readonly string[]): void {
  const unknown = names.filter((name) => !fleet.services.some((service) => service.name === name));
  if (unknown.length === 0) return;
  const services = fleet.services.map(({ name }) => name);
  const meant = unknown.flatMap((name) => nearest(name, services) ?? []);
  throw new AuroraError('no_such_service', `The fleet ${fleet.name} has no service ${unknown.join(', ')}.`, {
    exit: 'usage',
    details: [
      ...(meant.length > 0 ? [`did you mean: ${meant.join(', ')}`] : []),
      `Its services: ${services.join(', ')}`,
    ],
    next: 'aurora status',
  });
}

/** Refuses what is no service, or has no database. @throws AuroraError `no_such_service`, `no_database` */
export function requireDatabase(fleet: Fleet, service: string): void {
  requireServices(fleet, [service]);
  const having = fleet.services.filter(needsDatabase).map(({ name }) => name);
  if (having.includes(service)) return;
  throw new AuroraError('no_database', `${service} has no database, so there is nothing in one.`, {
    exit: 'usage',
    details: [`With a database: ${having.join(', ')}`],
  });
}
