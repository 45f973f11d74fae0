import type { Fleet } from '../../config/model.ts';
import type { Colour } from '../colours.ts';
import { type Desired, desiredOf } from '../docker/desired.ts';
import { liveColour, type Project } from '../docker/project.ts';
import type { ContainerSpec } from '../docker/spec.ts';
import { roleUrl } from './edge/role-url.ts';
import { swarmEdgeSpec } from './edge/spec.ts';
import { edgeToken } from './edge/token.ts';
import { placeHost, placeName } from './names.ts';

/** What a fleet is to consist of on a swarm: what its containers on one host would be, and how many of each. */
export interface SwarmDesired extends Desired {
  readonly parts: readonly Part[];
}

export interface Part {
  readonly spec: ContainerSpec;
  /** Of a service: the place that this is for. */
  readonly colour?: Colour;
  /** Absent: one on each node that takes requests. */
  readonly replicas?: number;
  /** It has data, and stays where that is. */
  readonly isPinned: boolean;
}

/** What is run by nobody here: `aurora export prometheus` gives it to a Prometheus that there is. */
const LEFT_OUT = new Set(['prometheus', 'alertmanager']);
const STATE = '/var/lib/aurora/state';

export async function swarmDesired(fleet: Fleet, project: Project): Promise<SwarmDesired> {
  const usual = await desiredOf(fleet, project);
  const edge = swarmEdgeSpec(fleet, project, usual.ports, await edgeToken(fleet));
  const infrastructure = usual.infrastructure
    .filter(({ spec }) => !LEFT_OUT.has(spec.part))
    .map((each) => ({ ...each, spec: named(project, each.spec) }));
  const server = usual.server && { ...usual.server, spec: named(project, usual.server.spec) };
  const services = usual.services.map((spec) => onSwarm(project, spec));
  const parts: Part[] = [
    { spec: edge, isPinned: false },
    ...infrastructure.map(({ spec }) => ({ spec, replicas: 1, isPinned: spec.volumes.length > 0 })),
    ...services.map((spec) => ({
      spec,
      colour: liveColour(project, spec.part),
      replicas: fleet.services.find(({ name }) => name === spec.part)?.replicas ?? 1,
      isPinned: spec.volumes.length > 0,
    })),
  ];
  return { ...usual, edge, infrastructure, server, services, parts };
}

function named(project: Project, spec: ContainerSpec): ContainerSpec {
  return { ...spec, name: `${project.name}-${spec.part}` };
}

/** In the place that gets the requests, any number of them, on any node. What they remember of settings they ask for again on another one. */
function onSwarm(project: Project, spec: ContainerSpec): ContainerSpec {
  const { TRUSTED_PROXIES, ROLE_FILE: _, ...environment } = spec.environment;
  const colour = liveColour(project, spec.part);
  return {
    ...spec,
    name: placeName(project, spec.part, colour),
    environment: {
      ...environment,
      // The engine puts the name of each task in.
      INSTANCE_ID: '{{.Task.Name}}',
      SERVICE_COLOUR: colour,
      // Nobody writes into a container of another node: it asks the edge.
      ROLE_URL: roleUrl(spec.part, colour),
      // The edges share out among whoever is there: to the registry, replicas that come and go are one.
      ADVERTISED_AS: placeHost(spec.part, colour),
      ...(TRUSTED_PROXIES && { TRUSTED_PROXIES: 'tasks.edge' }),
    },
    volumes: spec.volumes.filter(({ target }) => target !== STATE),
    tmpfs: [...spec.tmpfs, STATE],
    healthcheck: {
      // Named in the network only once it is ready; later on it is ended for being stuck alone, not for what others lack.
      test: [
        'sh',
        '-c',
        '[ -f /tmp/ready ] && exec node healthcheck.mjs; node healthcheck.mjs /health/ready && : > /tmp/ready',
      ],
      intervalSeconds: 2,
      timeoutSeconds: 5,
      retries: 5,
      startSeconds: 60,
    },
  };
}
