import { accessChecks } from './checks/access.ts';
import { contractChecks } from './checks/contracts.ts';
import { eventChecks } from './checks/events.ts';
import { fileChecks } from './checks/files.ts';
import { headerChecks } from './checks/headers.ts';
import { healthChecks } from './checks/health.ts';
import { lifeChecks } from './checks/lives.ts';
import { migrationChecks } from './checks/migrations.ts';
import { registryChecks } from './checks/registry.ts';
import type { Area, Check } from './contract.ts';
import { journeyChecks } from './journeys/checks.ts';
import type { Ground } from './run.ts';

export interface Choice {
  /** Only what writes nothing. */
  readonly smoke?: boolean;
  /** Empty: all. */
  readonly areas?: readonly Area[];
  readonly skip?: readonly Area[];
  /** Only what is about one of these; empty: all, also what is about the fleet as a whole. */
  readonly services?: readonly string[];
}

/** Everything that can be claimed of this fleet, as far as it was chosen. */
export async function checksOf(
  ground: Ground,
  { smoke = false, areas = [], skip = [], services = [] }: Choice = {},
): Promise<Check[]> {
  const all = [
    ...healthChecks(ground),
    ...registryChecks(ground),
    ...migrationChecks(),
    ...accessChecks(ground),
    ...headerChecks(ground),
    ...(await contractChecks(ground)),
    ...eventChecks(ground),
    ...lifeChecks(ground),
    ...fileChecks(ground),
    ...(await journeyChecks(ground)),
  ];
  return all.filter(
    ({ area, service, writes }) =>
      !(smoke && writes) &&
      (areas.length === 0 || areas.includes(area)) &&
      !skip.includes(area) &&
      (services.length === 0 || (service !== undefined && services.includes(service))),
  );
}
