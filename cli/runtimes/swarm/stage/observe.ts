import type { LiveColours } from '../../docker/edge/colours.ts';
import { liveColour } from '../../docker/project.ts';
import { lastingIn } from '../../docker/stage/in-release.ts';
import type { Release, Standing } from '../../stage.ts';
import type { Observed, ObservedService } from '../observe.ts';
import { isAlive } from '../tasks.ts';

/** All services of a fleet in both of their places. */
export function standingsOn(observed: Observed, live: LiveColours): readonly Standing[] {
  return observed.services.flatMap((service): Standing[] => {
    const { part, colour, tasks, deploy } = service;
    if (colour === null) return [];
    return [
      {
        service: part,
        colour,
        live: liveColour({ live }, part) === colour,
        running: tasks.some((task) => task.isWanted && isAlive(task, observed)),
        release: releaseOf(service),
        deploy,
      },
    ];
  });
}

function releaseOf({ part, version, image, spec }: ObservedService): Release {
  const [name = image, digest = null] = image.split('@');
  const { ContainerSpec } = spec.TaskTemplate as { readonly ContainerSpec: { readonly Env?: readonly string[] } };
  return { service: part, version, image: name, digest, environment: lastingIn(ContainerSpec.Env ?? []) };
}
