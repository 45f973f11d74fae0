import type { Colour } from '../../colours.ts';
import { publishedPort } from '../containers/ports.ts';
import type { Engine } from '../engine.ts';
import { PREVIEW_PORT } from './places.ts';

/**
 * Where a colour of a service is reached on this machine, whether it is live or not.
 * @throws AuroraError `port_unpublished` where the edge does not run
 */
export async function previewUrl(engine: Engine, container: string, service: string, colour: Colour): Promise<string> {
  return `http://127.0.0.1:${await publishedPort(engine, container, PREVIEW_PORT)}/${service}/${colour}`;
}
