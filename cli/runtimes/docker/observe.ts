import type { ContainerInfo } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import type { Engine } from './engine.ts';
import { isIsolated, LABELS } from './labels.ts';
import { folderOf } from './project.ts';

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

/** A container of a fleet, as the engine lists it. */
export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  /** On ports and by names of its folder's own. */
  readonly isolated: boolean;
  readonly part: string;
  readonly kind: string;
  readonly fingerprint: string;
  readonly version: string;
  readonly colour: string | null;
  readonly state: ContainerState;
  /** In the engine's words: `Up 2 minutes (healthy)`, `Exited (137) 3 seconds ago`. */
  readonly status: string;
  /** Port inside → port on 127.0.0.1. */
  readonly ports: ReadonlyMap<number, number>;
}

/** All containers that were made from the fleet's folder, running or not; one question to the engine. */
export async function observeContainers(engine: Engine, fleet: Fleet): Promise<readonly ObservedContainer[]> {
  const filters = { label: [`${LABELS.folder}=${folderOf(fleet)}`] };
  return (await engine.listContainers({ all: true, filters })).map(toObserved);
}

export function toObserved({ Id, Names, Labels, State, Status, Ports }: ContainerInfo): ObservedContainer {
  return {
    id: Id,
    name: Names[0]?.slice(1) ?? Id,
    project: Labels[LABELS.project] ?? '',
    isolated: isIsolated(Labels),
    part: Labels[LABELS.part] ?? '',
    kind: Labels[LABELS.kind] ?? '',
    fingerprint: Labels[LABELS.fingerprint] ?? '',
    version: Labels[LABELS.version] ?? '',
    colour: Labels[LABELS.colour] ?? null,
    state: State as ContainerState,
    status: Status,
    ports: new Map(Ports.flatMap(({ PrivatePort, PublicPort }) => (PublicPort ? [[PrivatePort, PublicPort]] : []))),
  };
}
