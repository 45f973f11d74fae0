import type { Fleet } from '../../../config/model.ts';
import { COLOURS, type Colour } from '../../colours.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import { LIMITS } from '../infrastructure/limits.ts';
import { containerName, type Project, volumeName } from '../project.ts';
import type { ContainerSpec, SpecFile } from '../spec.ts';
import { containerOf } from './colours.ts';
import { edgeConfiguration } from './configuration.ts';
import { innerPorts } from './inner.ts';
import { CONFIGURATION, EDGE_PLACES, EDGE_USER, type EdgePlaces, NO_SERVERS, PREVIEW_PORT, STATE } from './places.ts';
import { problemFiles } from './problems.ts';

/** Everything behind it has gone by then, or waits for another edge: a connection that nobody uses would hold it up for much longer. */
const STOP_SECONDS = 3;

/**
 * The container that has the fleet's public ports, and is in front of every service.
 * @param ports of a service on this machine
 */
export function edgeSpec(fleet: Fleet, project: Project, ports: (service: string) => number): ContainerSpec {
  const { admin } = EDGE_PLACES;
  return {
    name: containerName(project, 'edge'),
    kind: 'edge',
    part: 'edge',
    image: PUBLIC_IMAGES.haproxy,
    command: ['sh', '-c', startScript(EDGE_PLACES)],
    user: EDGE_USER,
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

/** A master and its worker, in place of the shell, so that signals reach it. It does not start without the files that it keeps. */
export function startScript({ files, map, canaries, servers, pid }: EdgePlaces): string {
  return `touch ${map} ${canaries} && echo ${NO_SERVERS} > ${servers} && exec haproxy -W -db -p ${pid} -f ${files}/${CONFIGURATION}`;
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
    { path: CONFIGURATION, text: edgeConfiguration(routes, EDGE_PLACES), secret: false, reloaded: true },
    ...[...problemFiles()].map(([path, text]) => ({ path, text, secret: false, reloaded: true })),
  ];
}
