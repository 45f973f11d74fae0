import type { ServiceSpec } from 'dockerode';
import type { SwarmSettings } from '../../config/model.ts';
import { LABELS, type Labels } from '../docker/labels.ts';
import { labelsOf, type Project } from '../docker/project.ts';
import { type ContainerSpec, FILES } from '../docker/spec.ts';
import { isImageId } from './image-id.ts';
import { SWARM_LABELS } from './labels.ts';
import { placeHost } from './names.ts';
import type { StoredFile } from './objects.ts';
import type { Part } from './parts.ts';

const MEGABYTE = 1024 * 1024;
const NANO = 1e9;
const LOGS = { Name: 'json-file', Options: { 'max-size': '10m', 'max-file': '3' } };
const PATIENT = { timeoutSeconds: 10, retries: 12 };
/** Of its limit, so much is kept free for a task on its node. */
const RESERVED = 1 / 8;
/** How long a task that has begun to serve is watched before the next one is replaced. */
const MONITOR_SECONDS = 5;
const RESTART_DELAY_SECONDS = 1;

/** What a service is made with beside its part. */
export interface Making {
  readonly project: Project;
  readonly settings: SwarmSettings;
  readonly network: string;
  readonly image: string;
  readonly files: readonly StoredFile[];
  readonly fingerprint: string;
  /** Of what a task is made from: how many there are, and where, makes no other tasks. */
  readonly taskFingerprint: string;
  readonly version: string;
  /** The deploy that brings it. */
  readonly deploy?: string | undefined;
  /** Absent: as the part says. */
  readonly replicas?: number | undefined;
  /** The node with its data. */
  readonly dataNode?: string | undefined;
}

/** A service in the engine's words. */
export function serviceSpecOf(part: Part, making: Making): ServiceSpec {
  const { project, settings, network, image, fingerprint, version, deploy, dataNode } = making;
  const { spec, colour } = part;
  const labels: Labels = {
    ...labelsOf(project),
    [LABELS.part]: spec.part,
    [LABELS.kind]: spec.kind,
    [LABELS.fingerprint]: fingerprint,
    [LABELS.version]: version,
    ...(colour !== undefined && { [LABELS.colour]: colour }),
    ...(deploy !== undefined && { [LABELS.deploy]: deploy }),
    ...(part.replicas !== undefined && { [SWARM_LABELS.replicas]: String(part.replicas) }),
    ...(dataNode !== undefined && { [SWARM_LABELS.dataNode]: dataNode }),
    ...(isImageId(image) && { [SWARM_LABELS.image]: spec.image }),
  };
  // Of two that hold one port of a node, or write into one folder, only one may run.
  const update = updating(spec.kind === 'service' ? 'start-first' : 'stop-first');
  return {
    Name: spec.name,
    Labels: labels,
    TaskTemplate: {
      ...taskOf(spec, making),
      Networks: [{ Target: network, Aliases: [colour === undefined ? spec.part : placeHost(spec.part, colour)] }],
      Placement: placementOf(part, settings, dataNode),
      RestartPolicy: { Condition: 'any', Delay: RESTART_DELAY_SECONDS * NANO },
    },
    Mode: part.replicas === undefined ? { Global: {} } : { Replicated: { Replicas: making.replicas ?? part.replicas } },
    UpdateConfig: update,
    RollbackConfig: update,
    EndpointSpec: {
      Mode: settings.endpointMode,
      Ports: published(spec).map(({ container, host }) => ({
        Protocol: 'tcp',
        TargetPort: container,
        PublishedPort: host,
        PublishMode: 'host',
      })),
    },
  };
}

/** A program that runs once to its end, on whatever node; of one that fails there is no other. */
export function jobServiceOf(
  spec: ContainerSpec,
  making: Pick<Making, 'project' | 'settings' | 'network' | 'image' | 'files'>,
): ServiceSpec {
  return {
    Name: spec.name,
    Labels: { ...labelsOf(making.project), [LABELS.part]: spec.part, [LABELS.kind]: 'job' },
    TaskTemplate: {
      ...taskOf(spec, { ...making, taskFingerprint: '' }),
      Networks: [{ Target: making.network }],
      Placement: { Constraints: [...making.settings.constraints] },
      RestartPolicy: { Condition: 'none' },
    },
    Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } },
    EndpointSpec: { Mode: 'dnsrr' },
  };
}

/**
 * Of the kernel, for what a task sends to a node that is cut off: it gives up after three seconds instead of a quarter of an hour. No
 * user timeout of TCP, which also ends the connection to one who takes a body no faster than its disk.
 */
const PATIENCE = { 'net.ipv4.tcp_retries2': '3' };

function taskOf(
  spec: ContainerSpec,
  { image, files, taskFingerprint }: Pick<Making, 'image' | 'files' | 'taskFingerprint'>,
) {
  const { memoryMb, cpus, processes } = spec.limits;
  const [UID = '0', GID = '0'] = spec.user.split(':');
  const placed = (file: StoredFile) => ({ Name: `${FILES}/${file.file.path}`, UID, GID, Mode: 0o400 });
  const [secrets, configs] = [true, false].map((secret) => files.filter(({ file }) => file.secret === secret)) as [
    StoredFile[],
    StoredFile[],
  ];
  return {
    ContainerSpec: {
      Image: image,
      // Not the folder: by that label the containers of one host are found.
      Labels: { [LABELS.part]: spec.part, [LABELS.fingerprint]: taskFingerprint },
      ...(spec.command && { Args: [...spec.command] }),
      User: spec.user,
      Hostname: spec.part,
      Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      Mounts: [
        ...spec.volumes.map(({ name, target }) => ({ Type: 'volume' as const, Source: name, Target: target })),
        ...spec.tmpfs.map(inMemory),
      ],
      Secrets: secrets.map((file) => ({ SecretID: file.id, SecretName: file.name, File: placed(file) })),
      Configs: configs.map((file) => ({ ConfigID: file.id, ConfigName: file.name, File: placed(file) })),
      ...(spec.healthcheck !== undefined && { HealthCheck: healthcheckOf(spec.healthcheck) }),
      ...(spec.dnsOptions && { DNSConfig: { Options: [...spec.dnsOptions] } }),
      Sysctls: PATIENCE,
      ...(spec.kind === 'edge' && { StopSignal: 'SIGUSR1' }),
      StopGracePeriod: spec.stopSeconds * NANO,
      ReadOnly: true,
      Init: true,
      CapabilityDrop: ['ALL'],
    },
    Resources: {
      Limits: { MemoryBytes: memoryMb * MEGABYTE, NanoCPUs: Math.round(cpus * NANO), Pids: processes },
      Reservations: { MemoryBytes: Math.round(memoryMb * MEGABYTE * RESERVED) },
    },
    LogDriver: LOGS,
  };
}

/**
 * A folder that goes with its task. In memory it would have root as its owner, which this API cannot change, so that any other than `/tmp`
 * is a volume without a name, which has the owner that the image gives it.
 */
function inMemory(target: string) {
  if (target !== '/tmp') return { Type: 'volume' as const, Source: '', Target: target };
  return {
    Type: 'tmpfs' as const,
    Source: '',
    Target: target,
    TmpfsOptions: { SizeBytes: 64 * MEGABYTE, Mode: 0o1777 },
  };
}

/** Databases and brokers are for nobody outside. */
function published({ kind, ports }: ContainerSpec): ContainerSpec['ports'] {
  return kind === 'edge' ? ports : [];
}

function placementOf({ spec, isPinned }: Part, settings: SwarmSettings, dataNode: string | undefined) {
  if (isPinned && dataNode !== undefined) return { Constraints: [`node.id == ${dataNode}`] };
  if (spec.kind === 'edge') return { Constraints: [...settings.edges] };
  return {
    Constraints: [...settings.constraints],
    ...(settings.spread && { Preferences: [{ Spread: { SpreadDescriptor: settings.spread } }] }),
  };
}

function updating(Order: 'start-first' | 'stop-first') {
  return { Parallelism: 1, FailureAction: 'rollback', Monitor: MONITOR_SECONDS * NANO, MaxFailureRatio: 0, Order };
}

function healthcheckOf(check: NonNullable<ContainerSpec['healthcheck']> | null) {
  if (check === null) return { Test: ['NONE'] };
  const { test, intervalSeconds, startSeconds } = check;
  return {
    Test: ['CMD', ...test],
    Interval: intervalSeconds * NANO,
    // A swarm ends what is not healthy. A host that is short of time would lose what it has by that, one after the other.
    Timeout: PATIENT.timeoutSeconds * NANO,
    Retries: PATIENT.retries,
    StartPeriod: startSeconds * NANO,
  };
}
