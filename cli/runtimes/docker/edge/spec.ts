import type { Fleet } from '../../../config/model.ts';
import type { Ports } from '../../ports/assign.ts';
import { PUBLIC_IMAGES } from '../images/public.ts';
import { LIMITS } from '../infrastructure/limits.ts';
import { containerName, type Project } from '../project.ts';
import { type ContainerSpec, FILES } from '../spec.ts';

export function edgeSpec(fleet: Fleet, project: Project, ports: Ports): ContainerSpec {
  return {
    name: containerName(project, 'edge'),
    kind: 'edge',
    part: 'edge',
    image: PUBLIC_IMAGES.haproxy,
    command: ['haproxy', '-W', '-db', '-f', `${FILES}/haproxy.cfg`],
    user: '99:99',
    environment: {},
    files: [{ path: 'haproxy.cfg', secret: false, text: cfg(fleet, project) }],
    volumes: [],
    tmpfs: ['/tmp'],
    ports: fleet.services.map(({ name, port }) => ({ container: port, host: ports(name) })),
    limits: LIMITS.service,
    dependsOn: [],
    stopSeconds: 5,
  };
}
function cfg(fleet: Fleet, project: Project): string {
  return `global
  maxconn 2000
defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
resolvers docker
  nameserver dns 127.0.0.11:53
  resolve_retries 1
  timeout resolve 200ms
  timeout retry 200ms
  hold valid 200ms
  hold nx 200ms
  hold other 200ms
  hold obsolete 200ms
${fleet.services
  .map(
    ({ name, port }) => `listen ${name}
  bind :${port}
  server blue ${containerName(project, name)}:${port} resolvers docker init-addr none resolve-prefer ipv4
`,
  )
  .join('')}`;
}
