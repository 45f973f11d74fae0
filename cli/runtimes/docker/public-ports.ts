import { AuroraError } from '../../errors.ts';
import { type PortWish, requireFreePorts } from '../ports/require-free.ts';
import type { Desired } from './desired.ts';
import type { Engine } from './engine.ts';
import { LABELS } from './labels.ts';
import { toObserved } from './observe.ts';
import type { UpStep } from './plan.ts';

/**
 * Refuses parts whose ports somebody has, before anything is begun. A port may be a container's without any process that holds it:
 * so both are asked.
 * @throws AuroraError `port_taken`
 */
export async function requirePublicPorts(engine: Engine, desired: Desired, steps: readonly UpStep[]): Promise<void> {
  const { project } = desired;
  const begun = new Set(steps.flatMap(({ action }) => ('part' in action ? [action.part] : [])));
  const wanted = wishesOf(desired).filter(({ part }) => begun.has(part));
  if (wanted.length === 0) return;
  const containers = (await engine.listContainers()).map((info) => ({
    ...toObserved(info),
    folder: info.Labels[LABELS.folder],
  }));
  const own = containers.filter(({ part, folder }) => begun.has(part) && folder === project.folder);
  const held = new Set(own.flatMap(({ ports }) => [...ports.values()]));
  const wishes = wanted.filter(({ port }) => !held.has(port));
  const taken = wishes.flatMap((wish) => {
    const holder = containers.find((each) => !own.includes(each) && [...each.ports.values()].includes(wish.port));
    return holder ? [{ ...wish, holder }] : [];
  });
  if (taken.length > 0) throw portsTaken(taken);
  await requireFreePorts(wishes);
}

/** Ports that the config names: those of the services, which the edge has, and what else is to be found at one. */
function wishesOf({ edge, fleet, ports, infrastructure }: Desired): readonly (PortWish & { readonly part: string })[] {
  const others = infrastructure.flatMap(({ spec: { part, ports: own } }) =>
    own.filter(({ host }) => host !== 0).map(({ host }) => ({ name: part, port: host, part })),
  );
  return [...fleet.services.map(({ name }) => ({ name, port: ports(name), part: edge.part })), ...others];
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
