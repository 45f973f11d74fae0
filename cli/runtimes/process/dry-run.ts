import type { Fleet } from '../../config/model.ts';
import type { Plan, UpOptions } from '../contract.ts';
import { layoutOf } from '../layout.ts';
import { askIfRunning } from './control/client.ts';
import { decideInfrastructure, givenUrls, needsEmbedded } from './infrastructure.ts';
import { planUp } from './plan.ts';
import { situationOf } from './situation.ts';
import { specsOf } from './spec-of.ts';

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
