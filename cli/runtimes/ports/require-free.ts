import { AuroraError } from '../../errors.ts';
import { describeHolder, holderOf } from './holder.ts';
import { takenPorts } from './probe.ts';

/** Somebody who wants to listen. */
export interface PortWish {
  readonly name: string;
  readonly port: number;
}

/** @throws AuroraError `port_taken` that names every port that is taken, and by whom */
export async function requireFreePorts(wishes: readonly PortWish[]): Promise<void> {
  const taken = new Set(await takenPorts(wishes.map(({ port }) => port)));
  if (taken.size > 0) throw await portsTaken(wishes.filter(({ port }) => taken.has(port)));
}

async function portsTaken(wishes: readonly PortWish[]): Promise<AuroraError> {
  const found = await Promise.all(wishes.map(async (wish) => ({ ...wish, holder: await holderOf(wish.port) })));
  const ports = wishes.map(({ port }) => port).join(', ');
  const fleet = found.find(({ holder }) => holder?.fleet)?.holder?.fleet;
  return new AuroraError('port_taken', wishes.length === 1 ? `Port ${ports} is taken.` : `Ports ${ports} are taken.`, {
    exit: 'machine',
    details: found.map(
      ({ name, port, holder }) => `${port}, which ${name} needs, is held by ${describeHolder(holder)}`,
    ),
    next: fleet
      ? `aurora up --isolated, for ports of its own; or stop the other one: cd ${fleet} && aurora down`
      : 'aurora up --isolated, for ports of its own; or end that process',
    facts: { ports: found.map(({ name, port, holder }) => ({ service: name, port, holder })) },
  });
}
