import type { Fleet } from '../../../config/model.ts';
import { innerPorts } from '../../docker/edge/inner.ts';
import { CONFIGURATION, EDGE_USER, STATE } from '../../docker/edge/places.ts';
import { problemFiles } from '../../docker/edge/problems.ts';
import { PUBLIC_IMAGES } from '../../docker/images/public.ts';
import { LIMITS } from '../../docker/infrastructure/limits.ts';
import { type Project, volumeName } from '../../docker/project.ts';
import { type ContainerSpec, FILES } from '../../docker/spec.ts';
import { swarmEdge } from './configuration.ts';
import { DIGEST, SWARM_EDGE_PLACES } from './places.ts';
import { edgeScript, INCARNATION } from './script.ts';
import { taskSections } from './task.ts';
import { digestOf } from './token.ts';

const STOP_SECONDS = 10;
/** HAProxy has 6 KiB of each task that there may be. */
const SERVICE_MB = 3;
const SCRIPT = 'edge.sh';
/** Every connection that a command makes to something in the network is three of them, and a deploy makes dozens. */
const PROCESSES = 512;

/**
 * What has the public ports on each node that takes requests.
 * @param ports of a service on the nodes
 * @param token of those who may switch
 */
export function swarmEdgeSpec(
  fleet: Fleet,
  project: Project,
  ports: (service: string) => number,
  token: string,
): ContainerSpec {
  const { admin } = SWARM_EDGE_PLACES;
  const inner = innerPorts(fleet);
  const routes = fleet.services.map(({ name, port }) => ({
    service: name,
    port,
    listen: `:${port}`,
    inner: `:${inner.get(name)}`,
  }));
  return {
    name: `${project.name}-edge`,
    kind: 'edge',
    part: 'edge',
    image: PUBLIC_IMAGES.haproxy,
    command: ['bash', `${FILES}/${SCRIPT}`, 'begin'],
    user: EDGE_USER,
    // The engine puts the id in.
    environment: { [INCARNATION]: '{{.Service.ID}}' },
    files: [
      {
        path: CONFIGURATION,
        text: [swarmEdge(routes, SWARM_EDGE_PLACES), ...taskSections()].join('\n'),
        secret: false,
      },
      { path: SCRIPT, text: edgeScript(SWARM_EDGE_PLACES), secret: false },
      { path: DIGEST, text: `${digestOf(token)}\n`, secret: true },
      ...[...problemFiles()].map(([path, text]) => ({ path, text, secret: false })),
    ],
    volumes: [{ name: volumeName(project, 'edge', 'state'), target: STATE }],
    tmpfs: [],
    ports: fleet.services.map(({ name, port }) => ({ container: port, host: ports(name) })),
    dnsOptions: ['ndots:1'],
    healthcheck: {
      test: ['bash', '-c', `exec 3<>/dev/tcp/${admin.host}/${admin.port}; echo show version >&3; read -r <&3`],
      intervalSeconds: 2,
      timeoutSeconds: 2,
      retries: 3,
      startSeconds: 5,
    },
    limits: {
      ...LIMITS.edge,
      memoryMb: LIMITS.edge.memoryMb + fleet.services.length * SERVICE_MB,
      processes: PROCESSES,
    },
    dependsOn: [],
    stopSeconds: STOP_SECONDS,
  };
}
