import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { statusOf } from '../../runtimes/docker/engine.ts';
import { registryAuth } from '../../runtimes/docker/images/registry-auth.ts';
import { addressOf } from '../../runtimes/swarm/nodes/other-engines.ts';
import { fail, ok, type Verdict, warn } from '../check.ts';
import type { Sight } from './sight.ts';
import { takes } from './takes.ts';

const ANSWER_MS = 5_000;

/** Whether nodes could have images: several need a registry, which the engine that is asked has to reach, or an address each. */
export async function registry(
  { engine, nodes, self }: Pick<Sight, 'engine' | 'nodes' | 'self'>,
  fleet: Pick<Fleet, 'name' | 'images' | 'services' | 'swarm'>,
): Promise<Verdict> {
  const { registry: place } = fleet.images;
  if (place === undefined) {
    if (nodes.length === 1) return ok('none, and one node needs none');
    const without = nodes.filter(
      (node) => node.id !== self && takes(node) && addressOf(fleet.swarm, node.hostname) === undefined,
    );
    if (without.length === 0) return ok('none: images are loaded to each node');
    const [first] = without;
    return fail(
      `the config names none, from which ${nodes.length} nodes could have the images`,
      'images: { registry: registry.example.org/team } in aurora.config.yaml; or the address of each node',
      [
        `without an address: ${without.map(({ hostname }) => hostname).join(', ')}`,
        `swarm: { engines: { ${first?.hostname}: ssh://user@${first?.hostname} } }`,
      ],
    );
  }
  const [host = place] = place.split('/');
  try {
    const auth = await registryAuth(place);
    const asked = engine.getImage(`${place}/${fleet.name}/${fleet.services[0]?.name}:aurora-doctor`);
    const late = delay(ANSWER_MS, undefined, { ref: false }).then(() => {
      throw new Error(`no answer within ${ANSWER_MS / 1000} s`);
    });
    await Promise.race([asked.distribution(auth && { authconfig: auth }), late]);
  } catch (error) {
    if (error instanceof AuroraError) return fail(error.message, error.next ?? `docker login ${host}`, error.details);
    // A registry that has no such image is one that answers.
    if (statusOf(error) === 404) return ok(`${place} answers`);
    const { json, message } = error as Error & { json?: { message?: string } };
    const why = (json?.message ?? message).trim();
    if ([401, 403].includes(statusOf(error) ?? 0)) {
      return warn(`${place} does not show what it has: ${why}`, `docker login ${host}`);
    }
    return fail(
      `the engine does not reach ${place}`,
      'images: { registry } in the config; one without a certificate each engine has to know as insecure',
      [why],
    );
  }
  return ok(`${place} answers`);
}
