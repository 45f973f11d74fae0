import type { Colour } from '../colours.ts';
import { FIRST_COLOUR } from '../docker/edge/colours.ts';
import type { Project } from '../docker/project.ts';

/** What a service in one of its places is called in the network: its tasks answer at `tasks.` and this. */
export function placeHost(service: string, colour: Colour): string {
  return colour === FIRST_COLOUR ? service : `${service}-${colour}`;
}

/** The service of the swarm that a service is in one of its places. */
export function placeName({ name }: Pick<Project, 'name'>, service: string, colour: Colour): string {
  return `${name}-${placeHost(service, colour)}`;
}
