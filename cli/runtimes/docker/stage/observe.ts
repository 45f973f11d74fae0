import type { ContainerInspectInfo } from 'dockerode';
import { COLOURS } from '../../colours.ts';
import type { Release, Standing } from '../../stage.ts';
import { inspectContainer } from '../containers/inspect.ts';
import type { Engine } from '../engine.ts';
import { LABELS } from '../labels.ts';
import type { ObservedContainer } from '../observe.ts';
import { liveColour, type Project } from '../project.ts';
import { lastingIn } from './in-release.ts';

/** All services of a fleet in both of their places. */
export async function standingsIn(
  engine: Engine,
  project: Project,
  found: readonly ObservedContainer[],
): Promise<readonly Standing[]> {
  const services = found.filter(({ kind }) => kind === 'service');
  const standings = await Promise.all(
    services.map(async (container): Promise<Standing[]> => {
      const colour = COLOURS.find((each) => each === container.colour);
      const info = await inspectContainer(engine, container.id);
      if (!colour || !info) return [];
      return [
        {
          service: container.part,
          colour,
          live: liveColour(project, container.part) === colour,
          running: container.state === 'running',
          release: releaseOf(container, info),
          deploy: info.Config.Labels[LABELS.deploy] ?? null,
        },
      ];
    }),
  );
  return standings.flat();
}

function releaseOf({ part, version }: ObservedContainer, { Config, Image }: ContainerInspectInfo): Release {
  return { service: part, version, image: Config.Image, digest: Image, environment: lastingIn(Config.Env) };
}
