import type { ServiceSpec } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import { COLOURS, type Colour } from '../colours.ts';
import { FIRST_COLOUR } from '../docker/edge/colours.ts';
import { type Engine, statusOf } from '../docker/engine.ts';
import { LABELS } from '../docker/labels.ts';
import { folderOf } from '../docker/project.ts';
import { isImageId } from './image-id.ts';
import { SWARM_LABELS } from './labels.ts';

export interface ObservedNode {
  readonly id: string;
  readonly hostname: string;
  /** Where this machine reaches it. */
  readonly address: string;
  /** It answers the managers, and takes tasks. */
  readonly isUp: boolean;
  readonly holdsData: boolean;
  /** Such as `x86_64`. */
  readonly architecture: string;
}

export interface ObservedTask {
  readonly id: string;
  readonly service: string;
  readonly slot: number | undefined;
  readonly node: string | undefined;
  /** In the engine's words: `running`, `preparing`, `failed`, … */
  readonly state: string;
  /** Whether the swarm wants it to run. */
  readonly isWanted: boolean;
  readonly error: string | undefined;
  readonly exitCode: number | undefined;
  readonly container: string | undefined;
  /** In the fleet's network, once it runs. */
  readonly address: string | undefined;
  readonly createdAt: string;
  /** Of what it was made from. */
  readonly fingerprint: string;
}

export interface ObservedService {
  readonly id: string;
  /** The number that a change of it has to name. */
  readonly index: number;
  readonly createdAt: string;
  readonly name: string;
  readonly project: string;
  readonly part: string;
  readonly kind: string;
  readonly fingerprint: string;
  /** Of what its tasks are made from. */
  readonly taskFingerprint: string;
  readonly version: string;
  /** Of a service: which of its two places this is. */
  readonly colour: Colour | null;
  /** The deploy that has put it there. */
  readonly deploy: string | null;
  /** The node that has its data. */
  readonly dataNode: string | undefined;
  /** What the config said when it was last brought up. */
  readonly configured: number | undefined;
  /** Absent: one on each node. */
  readonly replicas: number | undefined;
  /** What becomes of its last change, in the engine's words; undefined: it has not begun. */
  readonly update: { readonly state: string; readonly message: string } | undefined;
  /** Name and tag, and behind an @ what it is called by its contents, where that is known. */
  readonly image: string;
  readonly spec: ServiceSpec;
  readonly tasks: readonly ObservedTask[];
}

export interface Observed {
  readonly services: readonly ObservedService[];
  readonly nodes: readonly ObservedNode[];
}

/** All services that were made from the fleet's folder, with their tasks, and the nodes of the swarm. */
export async function observeSwarm(engine: Engine, fleet: Fleet): Promise<Observed> {
  const filters = { label: [`${LABELS.folder}=${folderOf(fleet)}`] };
  const [services, nodes] = await Promise.all([
    engine.listServices({ filters }) as unknown as Promise<readonly EngineService[]>,
    observeNodes(engine),
  ]);
  const tasks = await tasksOf(engine, services);
  // A job that has ended goes while others are looked at, and an engine that is asked for its tasks then refuses all.
  if (tasks === null) return observeSwarm(engine, fleet);
  const byService = Map.groupBy(tasks, ({ ServiceID }) => ServiceID);
  return { services: services.map((service) => toService(service, byService.get(service.ID) ?? [])), nodes };
}

/** Null: one of the services is gone. */
async function tasksOf(engine: Engine, services: readonly EngineService[]): Promise<readonly EngineTask[] | null> {
  if (services.length === 0) return [];
  try {
    return (await engine.listTasks({ filters: { service: services.map(({ ID }) => ID) } })) as EngineTask[];
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** One service as it is now; null: it is gone. */
export async function observeService(engine: Engine, fleet: Fleet, name: string): Promise<ObservedService | null> {
  const { services } = await observeSwarm(engine, fleet);
  return services.find((service) => service.name === name) ?? null;
}

export async function observeNodes(engine: Engine): Promise<readonly ObservedNode[]> {
  return ((await engine.listNodes()) as EngineNode[]).map(({ ID, Description, Status, ManagerStatus, Spec }) => ({
    id: ID,
    hostname: Description.Hostname,
    address: addressOf(ManagerStatus?.Addr, Status.Addr),
    isUp: Status.State === 'ready' && Spec.Availability === 'active',
    holdsData: Spec.Labels?.[SWARM_LABELS.data] === 'true',
    architecture: Description.Platform.Architecture,
  }));
}

/** The address at which managers meet is the one that was advertised; another may be the one by which a connection came. */
function addressOf(manager: string | undefined, seen: string): string {
  return manager ? manager.slice(0, manager.lastIndexOf(':')) : seen;
}

function toService(
  { ID, Version, CreatedAt, Spec, UpdateStatus }: EngineService,
  tasks: readonly EngineTask[],
): ObservedService {
  const labels = Spec.Labels ?? {};
  const configured = labels[SWARM_LABELS.replicas];
  const mode = Spec.Mode ?? {};
  const template = Spec.TaskTemplate as EngineTask['Spec'];
  return {
    id: ID,
    index: Version.Index,
    createdAt: CreatedAt,
    name: Spec.Name ?? '',
    project: labels[LABELS.project] ?? '',
    part: labels[LABELS.part] ?? '',
    kind: labels[LABELS.kind] ?? '',
    fingerprint: labels[LABELS.fingerprint] ?? '',
    taskFingerprint: template.ContainerSpec.Labels?.[LABELS.fingerprint] ?? '',
    version: labels[LABELS.version] ?? '',
    colour:
      labels[LABELS.kind] === 'service'
        ? (COLOURS.find((each) => each === labels[LABELS.colour]) ?? FIRST_COLOUR)
        : null,
    deploy: labels[LABELS.deploy] ?? null,
    dataNode: labels[SWARM_LABELS.dataNode],
    configured: configured === undefined ? undefined : Number(configured),
    replicas: mode.Replicated?.Replicas,
    update: UpdateStatus?.State ? { state: UpdateStatus.State, message: UpdateStatus.Message ?? '' } : undefined,
    image: imageOf(template.ContainerSpec.Image, labels[SWARM_LABELS.image]),
    spec: Spec,
    tasks: tasks.map(toTask),
  };
}

/** What tasks are made from by its id has its name in a label. */
function imageOf(image: string, name: string | undefined): string {
  return name !== undefined && isImageId(image) ? `${name}@${image}` : image;
}

function toTask(task: EngineTask): ObservedTask {
  const { ID, ServiceID, Slot, NodeID, Status, DesiredState, CreatedAt, Spec, NetworksAttachments } = task;
  return {
    id: ID,
    service: ServiceID,
    slot: Slot,
    node: NodeID,
    state: Status.State,
    isWanted: DesiredState === 'running',
    error: Status.Err,
    exitCode: Status.ContainerStatus?.ExitCode,
    container: Status.ContainerStatus?.ContainerID,
    // The network of published ports is never among them: those are the nodes' own.
    address: NetworksAttachments?.[0]?.Addresses?.[0]?.split('/')[0],
    createdAt: CreatedAt,
    fingerprint: Spec.ContainerSpec.Labels?.[LABELS.fingerprint] ?? '',
  };
}

interface EngineService {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly CreatedAt: string;
  readonly Spec: ServiceSpec;
  readonly UpdateStatus?: { readonly State?: string; readonly Message?: string };
}

interface EngineTask {
  readonly ID: string;
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly CreatedAt: string;
  readonly DesiredState: string;
  readonly Status: {
    readonly State: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number };
  };
  readonly NetworksAttachments?: readonly { readonly Addresses?: readonly string[] }[];
  readonly Spec: {
    readonly ContainerSpec: { readonly Image: string; readonly Labels?: Readonly<Record<string, string>> };
  };
}

interface EngineNode {
  readonly ID: string;
  readonly Description: { readonly Hostname: string; readonly Platform: { readonly Architecture: string } };
  readonly Status: { readonly State: string; readonly Addr: string };
  readonly ManagerStatus?: { readonly Addr: string };
  readonly Spec: { readonly Availability: string; readonly Labels?: Readonly<Record<string, string>> };
}
