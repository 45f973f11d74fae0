import type { Fleet } from '../../config/model.ts';
import { layoutOf } from '../layout.ts';
import { withDependencies } from '../order.ts';
import { assignPorts } from '../ports/assign.ts';
import { askIfRunning } from './control/client.ts';
import type { ServiceSpec } from './control/protocol.ts';
import { decideInfrastructure, givenUrls } from './infrastructure.ts';
import { serviceSpecs } from './service-specs.ts';

/** How a service runs, or would. */
export async function specOf(fleet: Fleet, name: string): Promise<ServiceSpec> {
  const running = await askIfRunning(layoutOf(fleet.root).control, 'GET /desired');
  const current = running?.services.find(({ spec }) => spec.name === name)?.spec;
  if (current) return current;
  const specs = await specsOf(fleet, [name], running?.isolated ?? false);
  const spec = specs.find((each) => each.name === name);
  if (!spec) throw new RangeError(`${name} is no service of ${fleet.name}`);
  return spec;
}

/** As they would run with what this terminal gives. */
export async function specsOf(
  fleet: Fleet,
  names: readonly string[],
  isolated: boolean,
): Promise<readonly ServiceSpec[]> {
  const services = withDependencies(fleet.services, names);
  const ports = await assignPorts(fleet, isolated);
  const infrastructure = decideInfrastructure(fleet, givenUrls(process.env));
  return serviceSpecs(fleet, services, ports, infrastructure, layoutOf(fleet.root));
}
