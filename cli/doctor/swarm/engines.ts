import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { engineOf } from '../../runtimes/swarm/nodes/engine-of.ts';
import { imagesInUse, type Lacking, type LocalImage, lackingAt } from '../../runtimes/swarm/nodes/local-images.ts';
import { addressOf } from '../../runtimes/swarm/nodes/other-engines.ts';
import { fail, ok, type Verdict, warn } from '../check.ts';
import type { SeenNode, Sight } from './sight.ts';
import { takes } from './takes.ts';

/** Whether images come to each node where no registry has them: its address answers, is that node's, and has what the fleet is made from. */
export async function engines(
  { engine, nodes, services, self }: Sight,
  fleet: Pick<Fleet, 'swarm' | 'images'>,
): Promise<Verdict> {
  const unknown = Object.keys(fleet.swarm.engines).filter((name) => !nodes.some(({ hostname }) => hostname === name));
  const others = nodes.filter((node) => node.id !== self && takes(node));
  const images = await imagesInUse(engine, fleet, services);
  const asked = others.flatMap((node) => {
    const address = addressOf(fleet.swarm, node.hostname);
    return address === undefined ? [] : [lackingOf(node, address, nodes, images)];
  });
  const outcomes = await Promise.allSettled(asked);
  const [broken, ...more] = outcomes.flatMap((each) => (each.status === 'rejected' ? [asError(each.reason)] : []));
  if (broken) {
    const details = [...broken.details, ...more.map(({ message }) => message)];
    return fail(broken.message, broken.next ?? '', details);
  }
  const lacking = outcomes.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (lacking.length > 0) {
    const lines = lacking.map(
      ({ at, images }) => `${at.node.hostname} lacks ${images.map(({ service }) => service).join(', ')}`,
    );
    return warn(lines.join('; '), 'aurora up -d, which loads them');
  }
  if (unknown.length > 0) {
    return warn(`there is no node ${unknown.join(', ')}`, 'docker node ls; and swarm: { engines } in the config');
  }
  return ok(`${asked.length} answer, and have the images that run`);
}

async function lackingOf(
  node: SeenNode,
  address: string,
  nodes: readonly SeenNode[],
  images: readonly LocalImage[],
): Promise<readonly Lacking[]> {
  return lackingAt([await engineOf(node, address, nodes)], images);
}

function asError(reason: unknown): AuroraError {
  if (reason instanceof AuroraError) return reason;
  throw reason;
}
