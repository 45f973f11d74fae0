import type { Fleet } from '../../config/model.ts';
import { desiredOf } from './desired.ts';
import { FIRST_COLOUR } from './edge/colours.ts';
import { connectEngine } from './engine.ts';
import { observeContainers } from './observe.ts';
import { projectFor } from './running-project.ts';

/** The variables that a service's container has. */
export async function environmentOf(fleet: Fleet, service: string): Promise<Record<string, string>> {
  const engine = await connectEngine();
  const containers = await observeContainers(engine, fleet);
  const { services } = await desiredOf(fleet, await projectFor(engine, fleet, containers));
  const colour = containers.find(({ part, kind }) => part === service && kind === 'service')?.colour ?? FIRST_COLOUR;
  return { ...services.find(({ part }) => part === service)?.environment, SERVICE_COLOUR: colour };
}
