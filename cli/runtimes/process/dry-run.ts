import type { Fleet } from '../../config/model.ts';
import type { Plan, UpOptions } from '../contract.ts';
import { withDependencies } from '../order.ts';
import { askIfRunning } from './control/client.ts';
import type { ServiceSpec } from './control/protocol.ts';
import { decideInfrastructure, givenUrls, needsEmbedded } from './infrastructure.ts';
import { layoutOf } from './layout.ts';
import { planUp } from './plan.ts';
import { assignPorts } from './ports/assign.ts';
import { serviceSpecs } from './service-specs.ts';
import { situationOf } from './situation.ts';

/** What `up` would do. Writes nothing, so what only a server could tell is taken as it was after the last run. */
export async function dryRun(fleet: Fleet, options: UpOptions): Promise<Plan> {
  const running = await askIfRunning(layoutOf(fleet.root).control, 'GET /desired');
  const embedded = running
    ? running.postgres !== null
    : needsEmbedded(decideInfrastructure(fleet, givenUrls(process.env)));
  const services = await specsOf(fleet, options.services, running?.isolated ?? false);
  const situation = await situationOf(fleet, { services, running, embedded, provisioned: false });
  const provisioned = running !== null || situation.embedded?.initialised === true;
  const steps = planUp({ ...situation, provisioned }, options);
  return { steps: steps.map(({ title, because, after }) => ({ title, because, after })) };
}

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

async function specsOf(fleet: Fleet, names: readonly string[], isolated: boolean): Promise<readonly ServiceSpec[]> {
  const services = withDependencies(fleet.services, names);
  const ports = await assignPorts(fleet, isolated);
  const infrastructure = decideInfrastructure(fleet, givenUrls(process.env));
  return serviceSpecs(fleet, services, ports, infrastructure, layoutOf(fleet.root));
}
