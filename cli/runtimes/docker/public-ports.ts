import { AuroraError } from '../../errors.ts';
import { type PortWish, requireFreePorts } from '../ports/require-free.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { LABELS } from './labels.ts';
import { toObserved } from './observe.ts';
import type { UpStep } from './plan.ts';

/**
 * Refuses an edge whose ports somebody has, before anything is begun. A port may be a container's without any process that holds it:
 * so both are asked.
 * @throws AuroraError `port_taken`
 */
export async function requirePublicPorts(engine: Engine, desired: Desired, steps: readonly UpStep[]): Promise<void> {
  const { edge, fleet, ports, project } = desired;
  const step = steps.find(({ action }) => 'part' in action && action.part === edge.part);
  if (!step) return;
  const containers = (await engine.listContainers()).map((info) => ({
    ...toObserved(info),
    folder: info.Labels[LABELS.folder],
  }));
  const own = containers.find(({ part, folder }) => part === edge.part && folder === project.folder);
  const held = new Set(own?.ports.values());
  const wishes = fleet.services
    .map(({ name }): PortWish => ({ name, port: ports(name) }))
    .filter(({ port }) => !held.has(port));
  const taken = wishes.flatMap((wish) => {
    const holder = containers.find((each) => each !== own && [...each.ports.values()].includes(wish.port));
    return holder ? [{ ...wish, holder }] : [];
  });
  if (taken.length > 0) throw portsTaken(taken);
  await requireFreePorts(wishes);
}

function portsTaken(
  taken: readonly (PortWish & { holder: { name: string; folder: string | undefined } })[],
): AuroraError {
  const numbers = taken.map(({ port }) => port).join(', ');
  const [first] = taken;
  return new AuroraError(
    'port_taken',
    taken.length === 1 ? `Port ${numbers} is taken.` : `Ports ${numbers} are taken.`,
    {
      exit: 'machine',
      details: taken.map(({ name, port, holder }) => {
        const fleet = holder.folder ? ` (the fleet in ${holder.folder})` : '';
        return `${port}, which ${name} needs, is held by the container ${holder.name}${fleet}`;
      }),
      next: first?.holder.folder
        ? `aurora up --isolated, for ports of its own; or stop the other one: cd ${first.holder.folder} && aurora down`
        : `aurora up --isolated, for ports of its own; or: docker stop ${first?.holder.name}`,
      facts: { ports: taken.map(({ name, port, holder }) => ({ service: name, port, holder: holder.name })) },
    },
  );
}
