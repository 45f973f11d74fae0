import type { Fleet } from '../../config/model.ts';
import { connectEngine, type Engine, engineAddress, refusalOf, statusOf } from '../../runtimes/docker/engine.ts';
import { type ObservedService, observeSwarm } from '../../runtimes/swarm/observe.ts';

/** A node as its managers know it. */
export interface SeenNode {
  readonly id: string;
  readonly hostname: string;
  readonly isReady: boolean;
  /** `active`, `pause` or `drain`. */
  readonly availability: string;
  /** Such as `x86_64`. */
  readonly architecture: string;
  /** Of a manager, whether the others reach it; undefined: a worker. */
  readonly manages: boolean | undefined;
}

/** A swarm as one of its managers sees it. */
export interface Sight {
  readonly engine: Engine;
  /** Whose engine is asked. */
  readonly self: string;
  readonly version: string;
  /** Where that engine has its images and volumes. */
  readonly dataRoot: string;
  readonly nodes: readonly SeenNode[];
  /** Of the fleet. */
  readonly services: readonly ObservedService[];
  /** Part of the fleet → the node that has its data. */
  readonly data: ReadonlyMap<string, string>;
}

/** Why there is nothing to see. */
export interface Blind {
  readonly because: 'no engine' | 'no manager' | 'no leader';
  readonly found: string;
}

/** Looks once, without the patience of those who have something to change. */
export async function lookAtSwarm(fleet: Fleet): Promise<Sight | Blind> {
  const engine = await connectEngine();
  try {
    const { Swarm, ServerVersion, DockerRootDir } = (await engine.info()) as Info;
    if (!Swarm?.ControlAvailable || !Swarm.NodeID) {
      return { because: 'no manager', found: `the engine at ${engineAddress()} is no manager of a swarm` };
    }
    const [nodes, { services }] = await Promise.all([
      engine.listNodes() as Promise<EngineNode[]>,
      observeSwarm(engine, fleet),
    ]);
    return {
      engine,
      self: Swarm.NodeID,
      version: ServerVersion,
      dataRoot: DockerRootDir,
      nodes: nodes.map(toSeen),
      services,
      data: new Map(services.flatMap(({ part, dataNode }) => (dataNode === undefined ? [] : [[part, dataNode]]))),
    };
  } catch (error) {
    const { json, message } = error as Error & { json?: { message?: string } };
    if (statusOf(error) !== undefined) return { because: 'no leader', found: (json?.message ?? message).trim() };
    return { because: 'no engine', found: refusalOf(error as NodeJS.ErrnoException) };
  }
}

function toSeen({ ID, Description, Status, Spec, ManagerStatus }: EngineNode): SeenNode {
  return {
    id: ID,
    hostname: Description.Hostname,
    isReady: Status.State === 'ready',
    availability: Spec.Availability,
    architecture: Description.Platform.Architecture,
    manages: ManagerStatus && ManagerStatus.Reachability === 'reachable',
  };
}

interface Info {
  readonly ServerVersion: string;
  readonly DockerRootDir: string;
  readonly Swarm?: { readonly ControlAvailable?: boolean; readonly NodeID?: string };
}

interface EngineNode {
  readonly ID: string;
  readonly Description: { readonly Hostname: string; readonly Platform: { readonly Architecture: string } };
  readonly Status: { readonly State: string };
  readonly Spec: { readonly Availability: string };
  readonly ManagerStatus?: { readonly Reachability: string };
}
