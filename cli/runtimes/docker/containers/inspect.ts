import type { ContainerInspectInfo } from 'dockerode';
import { type Engine, statusOf } from '../engine.ts';

/** Undefined: there is no such container, or none any more. */
export async function inspectContainer(engine: Engine, container: string): Promise<ContainerInspectInfo | undefined> {
  try {
    return await engine.getContainer(container).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
