import type { Fleet, Monitoring } from '../../config/model.ts';
import { needsBroker } from '../../runtimes/needs.ts';
import { selectIn } from '../select.ts';
import { eventsDashboard } from './events.ts';
import { fleetDashboard } from './fleet.ts';
import { gatewayDashboard } from './gateway.ts';
import type { Dashboard } from './panel.ts';
import { serviceDashboard } from './service.ts';

/** All dashboards for a fleet, by the names of their files; none about what it does not have. */
export function dashboardsFor(fleet: Fleet, monitoring: Monitoring): ReadonlyMap<string, Dashboard> {
  const select = selectIn(fleet.name);
  const gateway = fleet.services.find(({ kind }) => kind === 'gateway');
  return new Map([
    ['fleet', fleetDashboard(fleet, select, monitoring)],
    ['service', serviceDashboard(fleet.name, select)],
    ...(gateway ? [['gateway', gatewayDashboard(fleet.name, gateway.name, select)] as const] : []),
    ...(fleet.services.some(needsBroker) ? [['events', eventsDashboard(fleet.name, select)] as const] : []),
  ]);
}
