import type { Fleet } from '../../config/model.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { observeContainers } from './observe.ts';
import { liveColour } from './project.ts';
import { projectFor } from './running-project.ts';

/** The variables that a service's container has. */
export async function environmentOf(fleet: Fleet, service: string): Promise<Record<string, string>> {
  const engine = await connectEngine();
  const containers = await observeContainers(engine, fleet);
  const project = await projectFor(engine, fleet, containers);
  const { services } = await desiredOf(fleet, project);
  return {
    ...services.find(({ part }) => part === service)?.environment,
    SERVICE_COLOUR: liveColour(project, service),
  };
}
