import { LABELS } from '../../runtimes/docker/labels.ts';
import type { Project } from '../../runtimes/docker/project.ts';
import { FILES, type SpecHealthcheck, tmpfsOptions } from '../../runtimes/docker/spec.ts';
import type { ComposePart } from './parts.ts';

/** Of each container's log, on the engine's disk. */
export const LOGGING = { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } };

/** The job that gives the others their files. */
export const FILES_JOB = 'files';

/**
 * A part as a service of a compose file, in words that docker-compose 1.29 and Compose v2 both know.
 * @param fingerprint of all that the part is made from: Compose makes a container anew when it changes, also when only a secret has
 */
export function composeService(
  { name, spec, filesOf, job, after }: ComposePart,
  project: Project,
  fingerprint: string,
) {
  const conditions = [{ part: FILES_JOB, condition: 'service_completed_successfully' }, ...after];
  return {
    image: spec.image,
    ...(spec.command && { command: spec.command.map(literal) }),
    user: spec.user,
    hostname: spec.part,
    init: true,
    restart: job ? 'no' : 'unless-stopped',
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: `${spec.limits.memoryMb}m`,
    cpus: spec.limits.cpus,
    pids_limit: spec.limits.processes,
    stop_grace_period: `${spec.stopSeconds}s`,
    ...(Object.keys(spec.environment).length > 0 && {
      environment: Object.fromEntries(Object.entries(spec.environment).map(([key, value]) => [key, literal(value)])),
    }),
    ...(spec.tmpfs.length > 0 && { tmpfs: spec.tmpfs.map((path) => `${path}:${tmpfsOptions(spec)}`) }),
    volumes: [
      ...spec.volumes.map((volume) => `${volumeOf(project, volume.name)}:${volume.target}`),
      `${filesVolume(filesOf)}:${FILES}:ro`,
    ],
    ...(spec.dnsOptions && { dns_opt: spec.dnsOptions }),
    // Ports on this machine that the CLI would ask for readiness: nobody asks here.
    ...(published(spec.ports).length > 0 && { ports: published(spec.ports) }),
    // A service is known to the edge and to its neighbours by its container's name; Compose gives it another one.
    networks: { default: job ? {} : { aliases: [...new Set([name, spec.name])] } },
    depends_on: Object.fromEntries(conditions.map(({ part, condition }) => [part, { condition }])),
    healthcheck: job ? { disable: true } : spec.healthcheck && healthcheckOf(spec.healthcheck),
    labels: { [LABELS.fingerprint]: fingerprint },
    logging: LOGGING,
  };
}

/** Compose puts the project's name in front by itself. */
export function volumeOf({ name }: Pick<Project, 'name'>, volume: string): string {
  return volume.startsWith(`${name}-`) ? volume.slice(name.length + 1) : volume;
}

export function filesVolume(part: string): string {
  return `${part}-files`;
}

function published(ports: ComposePart['spec']['ports']): string[] {
  return ports.filter(({ host }) => host !== 0).map(({ container, host }) => `127.0.0.1:${host}:${container}`);
}

function healthcheckOf({ test, intervalSeconds, timeoutSeconds, retries, startSeconds }: SpecHealthcheck) {
  return {
    test: ['CMD', ...test.map(literal)],
    interval: `${intervalSeconds}s`,
    timeout: `${timeoutSeconds}s`,
    retries,
    start_period: `${startSeconds}s`,
  };
}

/** Compose puts variables in the place of `$name`. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}
