import type { Fleet } from '../../../config/model.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import { LIMITS } from '../infrastructure/limits.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import type { ContainerSpec, SpecFile } from '../spec.ts';
import { COLOURS, type Colour, containerOf } from './colours.ts';
import { edgeConfiguration } from './configuration.ts';
import { innerPorts } from './inner.ts';
import { EDGE_PLACES, PREVIEW_PORT, STATE } from './places.ts';
import { problemFiles } from './problems.ts';

const CONFIGURATION = 'haproxy.cfg';
/** HAProxy's own limit on a stop (`hard-stop-after`), and some. */
const STOP_SECONDS = 12;

/**
 * The container that has the fleet's public ports, and is in front of every service.
 * @param ports of a service on this machine
 */
export function edgeSpec(fleet: Fleet, project: Project, ports: (service: string) => number): ContainerSpec {
  const { files, map, canaries, admin } = EDGE_PLACES;
  return {
    name: containerName(project, 'edge'),
    kind: 'edge',
    part: 'edge',
    image: PUBLIC_IMAGES.haproxy,
    // HAProxy does not start without its maps; in place of this shell, so that it hears signals itself.
    command: ['sh', '-c', `touch ${map} ${canaries} && exec haproxy -db -f ${files}/${CONFIGURATION}`],
    user: '99:99',
    environment: {},
    files: edgeFiles(fleet, project.name),
    volumes: [{ name: volumeName(project, 'edge', 'state'), target: STATE }],
    tmpfs: [],
    ports: [
      ...fleet.services.map(({ name, port }) => ({ container: port, host: ports(name) })),
      { container: PREVIEW_PORT, host: 0 },
    ],
    dnsOptions: ['ndots:1'],
    healthcheck: {
      test: ['bash', '-c', `exec 3<>/dev/tcp/${admin.host}/${admin.port}; echo show version >&3; read -r <&3`],
      intervalSeconds: 5,
      timeoutSeconds: 2,
      retries: 3,
      startSeconds: 5,
    },
    limits: LIMITS.edge,
    dependsOn: [],
    stopSeconds: STOP_SECONDS,
  };
}

function edgeFiles(fleet: Fleet, project: string): SpecFile[] {
  const inner = innerPorts(fleet);
  const routes = fleet.services.map(({ name, port }) => ({
    service: name,
    listen: `:${port}`,
    inner: `:${inner.get(name)}`,
    servers: Object.fromEntries(
      COLOURS.map((colour) => [colour, `${containerOf(project, name, colour)}:${port}`]),
    ) as Record<Colour, string>,
  }));
  return [
    { path: CONFIGURATION, text: edgeConfiguration(routes, EDGE_PLACES), secret: false },
    ...[...problemFiles()].map(([path, text]) => ({ path, text, secret: false })),
  ];
}
