import type { Fleet } from '../../config/model.ts';
import { portBlock } from './blocks.ts';

/** The port of a service. */
export type Ports = (service: string) => number;

/** Ports as the config has them, or from a block of the checkout's own. */
export async function assignPorts(fleet: Fleet, isolated: boolean): Promise<Ports> {
  const first = isolated ? await portBlock(fleet.root, fleet.services.length) : undefined;
  const ports = new Map(
    fleet.services.map(({ name, port }, index) => [name, first === undefined ? port : first + index]),
  );
  return (service) => ports.get(service) ?? 0;
}
