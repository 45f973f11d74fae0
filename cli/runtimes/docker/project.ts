import { realpathSync } from 'node:fs';
import type { Fleet } from '../../config/model.ts';
import type { Colour } from '../colours.ts';
import { portBlock } from '../ports/blocks.ts';
import { containerOf, FIRST_COLOUR, type LiveColours } from './edge/colours.ts';
import { LABELS, type Labels } from './labels.ts';

/** A fleet on an engine, apart from every other. */
export interface Project {
  /** The prefix of all names: the fleet's own; with ports of its own these as well, `aurora-20300`. */
  readonly name: string;
  readonly fleet: string;
  /** Real path. */
  readonly folder: string;
  readonly isolated: boolean;
  /** Services that were deployed since their first colour. */
  readonly live: LiveColours;
}

/** @param others names of volumes that are not this fleet's: its own names begin otherwise */
export async function projectOf(
  fleet: Fleet,
  isolated: boolean,
  live: LiveColours = new Map(),
  others: readonly string[] = [],
): Promise<Project> {
  const nameAt = (port: number) => `${fleet.name}-${port}`;
  const isTaken = (port: number) => others.some((name) => name.startsWith(`${nameAt(port)}-`));
  const name = isolated ? nameAt(await portBlock(fleet.root, fleet.services.length, isTaken)) : fleet.name;
  return { name, fleet: fleet.name, folder: folderOf(fleet), isolated, live };
}

export function folderOf({ root }: Fleet): string {
  return realpathSync(root);
}

export function liveColour({ live }: Pick<Project, 'live'>, service: string): Colour {
  return live.get(service) ?? FIRST_COLOUR;
}

/** The name of the container of a service that gets the requests. */
export function liveContainer(project: Pick<Project, 'name' | 'live'>, service: string): string {
  return containerOf(project.name, service, liveColour(project, service));
}

/** The name of the only container of a part that is no service. */
export function containerName(project: Pick<Project, 'name'>, part: string): string {
  return `${project.name}-${part}-1`;
}

/** The network in which the parts of a fleet find each other by their names. */
export function networkName(project: Pick<Project, 'name'>): string {
  return project.name;
}

/** A volume of a part, for what outlives its container. */
export function volumeName(project: Pick<Project, 'name'>, part: string, purpose: string): string {
  return `${project.name}-${part}-${purpose}`;
}

/** Of everything that belongs to the fleet. */
export function labelsOf({ name, fleet, folder }: Project): Labels {
  return { [LABELS.fleet]: fleet, [LABELS.project]: name, [LABELS.folder]: folder };
}
