import type { Fleet } from '../../config/model.ts';
import { type Desired, desiredOf } from '../docker/desired.ts';
import type { Project } from '../docker/project.ts';
import type { ContainerSpec } from '../docker/spec.ts';
import { swarmEdgeSpec } from './edge/spec.ts';
import { edgeToken } from './edge/token.ts';

/** What a fleet is to consist of on a swarm: what its containers on one host would be, and how many of each. */
export interface SwarmDesired extends Desired {
  readonly parts: readonly Part[];
}

export interface Part {
  readonly spec: ContainerSpec;
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
  const services = usual.services.map((spec) => named(project, onSwarm(spec)));
  const parts: Part[] = [
    { spec: edge, isPinned: false },
    ...infrastructure.map(({ spec }) => ({ spec, replicas: 1, isPinned: spec.volumes.length > 0 })),
    ...services.map((spec) => ({
      spec,
      replicas: fleet.services.find(({ name }) => name === spec.part)?.replicas ?? 1,
      isPinned: spec.volumes.length > 0,
    })),
  ];
  return { ...usual, edge, infrastructure, server, services, parts };
}

function named(project: Project, spec: ContainerSpec): ContainerSpec {
  return { ...spec, name: `${project.name}-${spec.part}` };
}

/** Any number of them, on any node. What they remember of settings they ask for again on another one. */
function onSwarm(spec: ContainerSpec): ContainerSpec {
  const { TRUSTED_PROXIES, ...environment } = spec.environment;
  return {
    ...spec,
    environment: {
      ...environment,
      // The engine puts the name of each task in.
      INSTANCE_ID: '{{.Task.Name}}',
      // The edges share out among whoever is there: to the registry, replicas that come and go are one.
      ADVERTISED_AS: spec.part,
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
