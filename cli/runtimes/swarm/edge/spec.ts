import type { Fleet } from '../../../config/model.ts';
import { innerPorts } from '../../docker/edge/inner.ts';
import { CONFIGURATION, EDGE_USER } from '../../docker/edge/places.ts';
import { problemFiles } from '../../docker/edge/problems.ts';
import { PUBLIC_IMAGES } from '../../docker/images/public.ts';
import { LIMITS } from '../../docker/infrastructure/limits.ts';
import type { Project } from '../../docker/project.ts';
import { type ContainerSpec, FILES } from '../../docker/spec.ts';
import { ADMIN, swarmEdge } from './configuration.ts';

const STOP_SECONDS = 10;

/**
 * What has the public ports on each node that takes requests.
 * @param ports of a service on the nodes
 */
export function swarmEdgeSpec(fleet: Fleet, project: Project, ports: (service: string) => number): ContainerSpec {
  const inner = innerPorts(fleet);
  const routes = fleet.services.map(({ name, port }) => ({ service: name, port, inner: inner.get(name) ?? 0 }));
  return {
    name: `${project.name}-edge`,
    kind: 'edge',
    part: 'edge',
    image: PUBLIC_IMAGES.haproxy,
    command: ['haproxy', '-W', '-db', '-f', `${FILES}/${CONFIGURATION}`],
    user: EDGE_USER,
    environment: {},
    files: [
      { path: CONFIGURATION, text: swarmEdge(routes), secret: false },
      ...[...problemFiles()].map(([path, text]) => ({ path, text, secret: false })),
    ],
    volumes: [],
    tmpfs: [],
    ports: fleet.services.map(({ name, port }) => ({ container: port, host: ports(name) })),
    dnsOptions: ['ndots:1'],
    healthcheck: {
      test: ['bash', '-c', `exec 3<>/dev/tcp/${ADMIN.host}/${ADMIN.port}; echo show version >&3; read -r <&3`],
      intervalSeconds: 2,
      timeoutSeconds: 2,
      retries: 3,
      startSeconds: 5,
    },
    limits: LIMITS.edge,
    dependsOn: [],
    stopSeconds: STOP_SECONDS,
  };
}
