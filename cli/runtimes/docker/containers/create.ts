import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import { AuroraError } from '../../../errors.ts';
import { type Engine, statusOf } from '../engine.ts';
import { LABELS, type Labels } from '../labels.ts';
import { labelsOf, networkName, type Project } from '../project.ts';
import { type ContainerSpec, FILES, type SpecHealthcheck, tmpfsOptions } from '../spec.ts';
import { archiveOf } from './archive.ts';
import { removeContainer } from './remove.ts';
import { ensureVolume, filesVolume } from './volumes.ts';

const MEGABYTE = 1024 * 1024;
const NANO = 1e9;
/** Of each container's log, on the engine's disk. */
const LOGS = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } };
const LOOPBACK = '127.0.0.1';

/** What a container is made with beside its spec. */
export interface Making {
  readonly labels: Labels;
  /** Whether it is started again when it ends by itself. */
  readonly restarts: boolean;
  /** What others in the network find it by, beside its own name. */
  readonly aliases: readonly string[];
}

/**
 * Makes a container with its files and volumes, without starting it. One of that name must not be there any more.
 * @throws AuroraError `name_taken`
 */
export async function createContainer(
  engine: Engine,
  project: Project,
  spec: ContainerSpec,
  { labels, restarts, aliases }: Making,
): Promise<string> {
  const mounts = [...spec.volumes, { name: filesVolume(spec.name), target: FILES }];
  await Promise.all(mounts.map(({ name }) => ensureVolume(engine, project, name)));
  const options: ContainerCreateOptions = {
    name: spec.name,
    Image: spec.image,
    ...(spec.command && { Cmd: [...spec.command] }),
    User: spec.user,
    Hostname: spec.part,
    Env: Object.entries({ ...spec.environment, ...colourOf(labels) }).map(([name, value]) => `${name}=${value}`),
    Labels: { ...labelsOf(project), [LABELS.part]: spec.part, [LABELS.kind]: spec.kind, ...labels },
    ExposedPorts: Object.fromEntries(spec.ports.map(({ container }) => [`${container}/tcp`, {}])),
    ...(spec.healthcheck !== undefined && { Healthcheck: healthcheck(spec.healthcheck) }),
    StopTimeout: spec.stopSeconds,
    HostConfig: {
      NetworkMode: networkName(project),
      Mounts: mounts.map(({ name, target }) => ({ Type: 'volume', Source: name, Target: target })),
      Tmpfs: Object.fromEntries(spec.tmpfs.map((path) => [path, tmpfsOptions(spec)])),
      PortBindings: Object.fromEntries(
        spec.ports.map(({ container, host }) => [
          `${container}/tcp`,
          [{ HostIp: LOOPBACK, HostPort: host === 0 ? '' : String(host) }],
        ]),
      ),
      ...(spec.dnsOptions && { DnsOptions: [...spec.dnsOptions] }),
      RestartPolicy: { Name: restarts ? 'unless-stopped' : 'no' },
      LogConfig: LOGS,
      ...confinement(spec),
    },
    NetworkingConfig: { EndpointsConfig: { [networkName(project)]: { Aliases: [...aliases] } } },
  };
  const container = await engine.createContainer(options).catch((error) => {
    throw statusOf(error) === 409 ? nameTaken(spec.name, error) : error;
  });
  try {
    await container.putArchive(archiveOf(spec.files, spec.user) as unknown as NodeJS.ReadableStream, { path: FILES });
  } catch (error) {
    // Nobody knows of it yet who would take it away.
    await removeContainer(engine, { id: container.id, name: spec.name }).catch(() => undefined);
    throw error;
  }
  return container.id;
}

/** Told by the label and not by the spec: a container is the same one in either colour. */
function colourOf(labels: Labels): Record<string, string> {
  const colour = labels[LABELS.colour];
  return colour === undefined ? {} : { SERVICE_COLOUR: colour };
}

/** What every container may at most do and take. */
function confinement({ limits }: ContainerSpec): HostConfig {
  return {
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    // Reaps what a health check or a shell leaves, and hands signals on.
    Init: true,
    Memory: limits.memoryMb * MEGABYTE,
    NanoCpus: Math.round(limits.cpus * NANO),
    PidsLimit: limits.processes,
  };
}

function healthcheck(check: SpecHealthcheck | null) {
  if (check === null) return { Test: ['NONE'] };
  const { test, intervalSeconds, timeoutSeconds, retries, startSeconds } = check;
  return {
    Test: ['CMD', ...test],
    Interval: intervalSeconds * NANO,
    Timeout: timeoutSeconds * NANO,
    Retries: retries,
    StartPeriod: startSeconds * NANO,
  };
}

function nameTaken(name: string, cause: unknown): AuroraError {
  return new AuroraError('name_taken', `There is a container ${name} already, which is not of this fleet.`, {
    exit: 'machine',
    details: [`docker inspect ${name} tells whose it is.`],
    next: `aurora up --isolated, for names and ports of its own; or: docker rm -f ${name}`,
    cause,
  });
}
