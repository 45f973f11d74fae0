import { join } from 'node:path';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { LoadPlan } from '../load/generator/plan.ts';
import type { Scenario } from '../load/scenario/contract.ts';
import { entitiesOf } from '../load/scenario/rules.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { layoutOf } from '../runtimes/layout.ts';
import { signToken } from './token.ts';

/** The token where Aurora signs none: outside development. */
const TOKEN_VARIABLE = 'AURORA_LOAD_TOKEN';
const TOKEN_SLACK_MS = 15 * 60_000;

/** All that the generator needs to put a running fleet under the load of a scenario. @throws AuroraError `no_target` */
export async function loadPlan(fleet: Fleet, status: FleetStatus, scenario: Scenario): Promise<LoadPlan> {
  return {
    scenario,
    origin: targetOf(fleet, status, scenario).url,
    headers: { authorization: `Bearer ${await tokenFor(fleet, lastsMs(scenario))}` },
    entities: Object.fromEntries(entitiesOf(fleet)),
    journals: join(layoutOf(fleet.root).run, 'load'),
  };
}

/** How long a run of it takes, warm-up included. */
export function lastsMs({ warmupMs, phases }: Scenario): number {
  return warmupMs + phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function targetOf(fleet: Fleet, status: FleetStatus, { target }: Scenario) {
  const name = target ?? fleet.services.find(({ kind }) => kind === 'gateway')?.name;
  const found = status.services.find((service) => service.name === name);
  if (found) return found;
  throw new AuroraError('no_target', name ? `${name} does not run.` : 'The fleet has no gateway.', {
    exit: 'notRunning',
    next: name ? `aurora up -d ${name}` : 'name a service in the scenario: target: …',
  });
}

async function tokenFor(fleet: Fleet, lasts: number): Promise<string> {
  const given = process.env[TOKEN_VARIABLE];
  if (given) return given;
  const wish = { subject: 'load', expiresInMs: Math.ceil((lasts + TOKEN_SLACK_MS) / 1000) * 1000 };
  return (await signToken(fleet, wish)).token;
}

/** @throws AuroraError `not_development` */
export function requireDevelopment({ environment }: Fleet): void {
  if (environment === DEFAULT_ENVIRONMENT) return;
  throw new AuroraError('not_development', `This is ${environment}: a load test takes what its users need.`, {
    exit: 'usage',
    details: [`The token is taken from ${TOKEN_VARIABLE} there.`],
    next: 'the same with --allow-environment, when those who run it know',
  });
}
